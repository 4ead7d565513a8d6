// RUN: %verify %s
// Equal ends of branches: the optimiser keeps one release for both. The one
// after it is too many.
#include <pthread.h>
int rnd(void);
void fast(void);
void slow(void);
pthread_spinlock_t Lock;
int main(void) {
  int Rc;
  if (rnd()) {
    pthread_spin_lock(&Lock);
    fast();
    Rc = 1;
    pthread_spin_unlock(&Lock);
  } else {
    pthread_spin_lock(&Lock);
    slow();
    Rc = 2;
    pthread_spin_unlock(&Lock);
  }
#ifndef SOUND
  fast();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
#endif
  return Rc;
}
