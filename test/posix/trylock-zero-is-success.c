// RUN: %verify %s
// pthread_spin_trylock returns 0 when it got the lock.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Count;
int main(void) {
#ifdef SOUND
  if (pthread_spin_trylock(&Lock) == 0) {
#else
  if (pthread_spin_trylock(&Lock) != 0) {
#endif
    Count++;
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld
#ifndef SOUND
    return 1;
#else
    return 0;
#endif
  }
  return 0; // DEFECT: held-at-exit
}
