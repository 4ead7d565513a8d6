// RUN: %verify %s
// A retry jumps back to the acquisition without a release.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
Retry:
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  if (rnd()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    goto Retry;
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
