// REQUIRES: solver
// RUN: %verify %s
// A < B and B < C rule out C < A, but not C < A + 2.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int A = rnd(), B = rnd(), C = rnd();
  if (A < 0 || A > 1000 || A >= B || B >= C)
    return 1;
  pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (C < A)
#else
  if (C < A + 3)
#endif
    return 2; // DEFECT: held-at-exit LOCK: Lock
  pthread_spin_unlock(&Lock);
  return 0;
}
