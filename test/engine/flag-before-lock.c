// RUN: %verify %s
// A flag set before the lock, by a branch that joined long before, decides
// the release.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int Need = 0;
  if (rnd() > 3)
    Need = 1;
  work();
  if (Need)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (Need == 1)
#else
  if (Need == 2)
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
