// RUN: %verify %s
// A lock chosen by ?: is released through the same variable.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t A, B;
int main(void) {
  pthread_spinlock_t *L = rnd() ? &A : &B;
  pthread_spin_lock(L);
  work();
#ifndef SOUND
  L = &A;
#endif
  pthread_spin_unlock(L); // DEFECT: release-unheld
  return 0;               // DEFECT: held-at-exit
}
