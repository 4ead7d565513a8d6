// RUN: %verify %s
// The flag that decided the acquisition decides the release.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int Need = rnd();
  int Other = rnd();
  if (Need)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (Need)
#else
  if (Other)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  work();
  return Other; // DEFECT: held-at-exit LOCK: Lock
}
