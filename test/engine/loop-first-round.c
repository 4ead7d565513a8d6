// RUN: %verify %s
// Only the first round takes the lock.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int First = 1;
  do {
    if (First)
      pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#ifdef SOUND
    First = 0;
#endif
    work();
  } while (rnd());
  pthread_spin_unlock(&Lock);
  return 0;
}
