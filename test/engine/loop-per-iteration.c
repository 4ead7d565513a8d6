// RUN: %verify %s
// Balanced in every round; the release after the loop is one too many.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  for (int I = rnd(); I > 0; --I) {
    pthread_spin_lock(&Lock);
    work();
    pthread_spin_unlock(&Lock);
  }
#ifndef SOUND
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
#endif
  return 0;
}
