// RUN: %verify %s
// A pointer result tells whether the global lock is held.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
static int Item;
static int *begin(void) {
  pthread_spin_lock(&Lock);
  if (!rnd()) {
    pthread_spin_unlock(&Lock);
    return 0;
  }
  return &Item;
}
int main(void) {
  int *P = begin();
#ifdef SOUND
  if (!P)
    return 1;
  *P = 3;
#else
  if (P)
    *P = 3;
#endif
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
