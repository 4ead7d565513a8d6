// RUN: %verify %s
// The caller tests the code the wrong way round.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
static int begin(void) {
  if (rnd())
    return -1;
  pthread_spin_lock(&Lock);
  return 0;
}
int main(void) {
#ifdef SOUND
  if (begin() == 0)
#else
  if (begin() != 0)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
