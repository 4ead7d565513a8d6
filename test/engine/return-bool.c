// RUN: %verify %s
// true means held.
#include <pthread.h>
#include <stdbool.h>
int rnd(void);
pthread_spinlock_t Lock;
static bool begin(void) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
    pthread_spin_unlock(&Lock);
    return false;
  }
  return true;
}
int main(void) {
#ifdef SOUND
  if (!begin())
#else
  if (begin())
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
