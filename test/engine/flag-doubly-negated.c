// RUN: %verify %s
// The flag is normalised with !! before it is kept.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int N = rnd();
  int Held = !!N;
  if (N)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (Held)
#else
  if (!Held)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
