// RUN: %verify %s
// The index changes between acquire and release.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Locks[64];
int main(void) {
  unsigned I = (unsigned)rnd() % 32;
  pthread_spin_lock(&Locks[I]);
  work();
#ifndef SOUND
  ++I;
#endif
  pthread_spin_unlock(&Locks[I]); // DEFECT: release-unheld
  return 0;                       // DEFECT: held-at-exit
}
