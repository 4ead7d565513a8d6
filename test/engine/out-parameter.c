// RUN: %verify %s
// The callee tells through an out-parameter.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void begin(int *Held) {
  *Held = 0;
  if (rnd()) {
    pthread_spin_lock(&Lock);
    *Held = 1;
  }
}
int main(void) {
  int Held;
  begin(&Held);
  work();
#ifdef SOUND
  if (Held)
#else
  if (!Held)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
