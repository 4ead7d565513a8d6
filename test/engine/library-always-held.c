// RUN: %verify %s
// Callers unknown: a function that always returns with the lock held is a
// lock function; one that sometimes does is not.
#include <pthread.h>
int rnd(void);
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
void dev_lock(struct dev *D) {
  work();
  pthread_spin_lock(&D->Lock);
#ifndef SOUND
  if (rnd())
    pthread_spin_unlock(&D->Lock);
#endif
} // DEFECT: inconsistent-exit LOCK: D->Lock
