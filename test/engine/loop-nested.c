// RUN: %verify %s
// Inner and outer loops; the inner one leaves both.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  for (int I = rnd(); I > 0; --I) {
    pthread_spin_lock(&Lock);
    for (int J = rnd(); J > 0; --J) {
      work();
      if (rnd()) {
#ifdef SOUND
        pthread_spin_unlock(&Lock);
#endif
        return 1; // DEFECT: held-at-exit LOCK: Lock
      }
    }
    pthread_spin_unlock(&Lock);
  }
  return 0;
}
