// RUN: %verify %s
// A loop without an exit never returns with the lock.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
  for (;;) {
    work();
#ifndef SOUND
    if (rnd())
      return 0; // DEFECT: held-at-exit LOCK: Lock
#endif
  }
}
