// RUN: %verify %s
// A jump into the middle of a loop.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  if (rnd()) {
#ifdef SOUND
    pthread_spin_lock(&Lock);
#endif
    goto Middle;
  }
  while (rnd()) {
    work();
    pthread_spin_lock(&Lock);
  Middle:
    work();
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  }
  return 0;
}
