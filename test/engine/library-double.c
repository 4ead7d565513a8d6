// RUN: %verify %s
// Callers unknown: what a function does wrong by itself is reported.
#include <pthread.h>
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
void update(struct dev *D) {
  pthread_spin_lock(&D->Lock);
#ifdef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  D->Id = 1;
  pthread_spin_lock(&D->Lock); // DEFECT: double-acquire LOCK: D->Lock
  D->Id = 2;
  pthread_spin_unlock(&D->Lock);
}
