// RUN: %verify %s
// One case forgets the release.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int Rc = 0;
  pthread_spin_lock(&Lock);
  switch (rnd()) {
  case 1:
    work();
    pthread_spin_unlock(&Lock);
    break;
  case 2:
    Rc = 2;
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    break;
  default:
    pthread_spin_unlock(&Lock);
    break;
  }
  work();
  return Rc; // DEFECT: held-at-exit LOCK: Lock
}
