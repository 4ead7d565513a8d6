// REQUIRES: solver
// RUN: %verify %s
// Two numbers up to 50 have no sum over 100, but one over 99.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int A = rnd(), B = rnd();
  if (A < 0 || A > 50 || B < 0 || B > 50)
    return 1;
  if (A >= 0)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (A + B <= 100)
#else
  if (A + B <= 99)
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
