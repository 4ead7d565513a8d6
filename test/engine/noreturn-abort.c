// RUN: %verify %s
// A process that aborts returns from nowhere.
#include <pthread.h>
#include <stdlib.h>
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
#ifdef SOUND
    abort();
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
