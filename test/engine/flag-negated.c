// RUN: %verify %s
// The same flag tested as !F and as F == 0.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int F = rnd();
  if (!F)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (F == 0)
#else
  if (F)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
