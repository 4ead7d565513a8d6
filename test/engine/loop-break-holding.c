// RUN: %verify %s
// A break leaves the loop with the lock held.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  while (rnd()) {
    pthread_spin_lock(&Lock);
    if (rnd()) {
#ifdef SOUND
      pthread_spin_unlock(&Lock);
#endif
      break;
    }
    work();
    pthread_spin_unlock(&Lock);
  }
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
