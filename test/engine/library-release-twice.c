// RUN: %verify %s
// Callers unknown: the caller may hold the lock for the first release, never
// for the second.
#include <pthread.h>
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
void finish(struct dev *D) {
  pthread_spin_unlock(&D->Lock);
  D->Id = 1;
#ifndef SOUND
  pthread_spin_unlock(&D->Lock); // DEFECT: release-unheld LOCK: D->Lock
#endif
}
