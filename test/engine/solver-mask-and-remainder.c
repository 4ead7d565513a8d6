// REQUIRES: solver
// RUN: %verify %s
// The two low bits are the remainder of 4, not that of 8.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned X = rnd();
  if (X & 3)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (X % 4)
#else
  if (X % 8)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
