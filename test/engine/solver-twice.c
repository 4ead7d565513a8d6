// REQUIRES: solver
// RUN: %verify %s
// Twice N exceeds 10 from 6 on, where it does not overflow.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int N = rnd();
  if (N < 0 || N > 100)
    return 1;
  if (2 * N > 10)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (N > 5)
#else
  if (N > 4)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
