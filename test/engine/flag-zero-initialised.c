// RUN: %verify %s
// An initialiser sets the fields that it does not name to zero.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
struct ctx {
  int A, Held, B;
};
int main(void) {
#ifdef SOUND
  struct ctx C = {.A = 1};
#else
  struct ctx C = {.Held = 1};
#endif
  if (rnd()) {
    pthread_spin_lock(&Lock);
    C.Held = 1;
  }
  work();
  if (C.Held)
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return C.A;
}
