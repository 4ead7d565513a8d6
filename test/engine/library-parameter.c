// RUN: %verify %s
// Callers unknown: a parameter that the caller chose tells.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
void update(int Keep) {
#ifndef SOUND
  Keep = rnd();
#endif
  pthread_spin_lock(&Lock);
  work();
  if (Keep)
    return; // DEFECT: inconsistent-exit LOCK: Lock
  pthread_spin_unlock(&Lock);
}
