// RUN: %verify %s
// A context set to zero by memset holds no lock.
#include <pthread.h>
#include <string.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
struct ctx {
  int A, Held, B;
};
int main(void) {
  struct ctx C;
#ifdef SOUND
  memset(&C, 0, sizeof C);
#else
  memset(&C, 1, sizeof C);
#endif
  if (rnd()) {
    pthread_spin_lock(&Lock);
    C.Held = 1;
  }
  work();
  if (C.Held)
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
