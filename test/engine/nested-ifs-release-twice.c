// RUN: %verify %s
// One leaf releases, then the common end releases again.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
    if (rnd()) {
#ifndef SOUND
      pthread_spin_unlock(&Lock);
#endif
      work();
    }
  }
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
