// RUN: %verify %s
// Callers unknown: a result that differs tells the caller; one that is the
// same does not.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int update(void) {
  pthread_spin_lock(&Lock);
  work();
  if (rnd()) {
#ifdef SOUND
    return 1;
#else
    return 0; // DEFECT: inconsistent-exit LOCK: Lock
#endif
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
