// REQUIRES: solver
// RUN: %verify %s
// A == 10 - B exactly where A + B == 10. A B of 0 says nothing of A.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned A = rnd(), B = rnd();
  if (A + B == 10)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (A == 10 - B)
#else
  if (A == 10 - B || B == 0)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
