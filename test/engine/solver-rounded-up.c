// REQUIRES: solver
// RUN: %verify %s
// N is its own next multiple of 8 if its three low bits are zero.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned N = rnd();
  if (((N + 7) & ~7u) == N)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if ((N & 7) == 0)
#else
  if ((N & 3) == 0)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
