// RUN: %verify %s
// Callers unknown: a function without a result cannot tell what it holds.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
void update(void) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return; // DEFECT: inconsistent-exit LOCK: Lock
  }
  work();
  pthread_spin_unlock(&Lock);
}
