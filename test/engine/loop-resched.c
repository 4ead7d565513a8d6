// RUN: %verify %s
// The lock is held around the loop and given up for a moment inside.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
  while (rnd()) {
    if (rnd()) {
      pthread_spin_unlock(&Lock);
      work();
#ifdef SOUND
      pthread_spin_lock(&Lock);
#else
      break;
#endif
    }
  }
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
