// RUN: %verify %s
// The range test N - 1 < 10 of the unsigned kind.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned N = rnd();
  if (N - 1 < 10u)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (N >= 1 && N <= 10)
#else
  if (N <= 10)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
