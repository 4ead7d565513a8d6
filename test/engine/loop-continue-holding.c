// RUN: %verify %s
// A continue forgets the release: the next round or the end meets the lock.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  while (rnd()) {
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
    if (rnd()) {
#ifdef SOUND
      pthread_spin_unlock(&Lock);
#endif
      continue;
    }
    work();
    pthread_spin_unlock(&Lock);
  }
  work();
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
