// RUN: %verify %s
// A jump to the end skips the only release.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
  if (rnd())
#ifdef SOUND
    goto Unlock;
#else
    goto Out;
#endif
  work();
Unlock:
  pthread_spin_unlock(&Lock);
Out:
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
