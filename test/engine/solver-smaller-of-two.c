// REQUIRES: solver
// RUN: %verify %s
// The smaller of the two exceeds 4 if both do.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int A = rnd(), B = rnd();
  if ((A < B ? A : B) > 4)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (A > 4 && B > 4)
#else
  if (A > 4 || B > 4)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
