// REQUIRES: solver
// RUN: %verify %s
// All bits of A are in B if A has none outside of B.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned A = rnd(), B = rnd();
  if ((A & B) == A)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if ((A & ~B) == 0)
#else
  if ((A & ~B) <= 1)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
