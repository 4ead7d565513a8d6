// REQUIRES: solver
// RUN: %verify %s
// One way to the second acquire cannot be gone; is there another?
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned A = rnd(), B = rnd();
  int Again = 0;
  pthread_spin_lock(&Lock);
  if (A + B == 10) {
    if (A != 10 - B)
      Again = 1;
  } else {
#ifndef SOUND
    if (A == 4)
      Again = 1;
#endif
  }
  if (!Again)
    pthread_spin_unlock(&Lock);
  work();
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
