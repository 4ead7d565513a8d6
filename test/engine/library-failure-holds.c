// RUN: %verify %s
// Callers unknown: nobody releases a lock because a call failed, so a failure
// that leaves it held where success does not is no contract.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int update(void) {
  pthread_spin_lock(&Lock);
  work();
  if (rnd()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return -12; // DEFECT: inconsistent-exit LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
