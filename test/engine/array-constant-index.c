// RUN: %verify %s
// Elements with different constant indices are different locks.
#include <pthread.h>
void work(void);
pthread_spinlock_t Locks[4];
int main(void) {
  pthread_spin_lock(&Locks[1]);
  work();
#ifdef SOUND
  pthread_spin_unlock(&Locks[1]);
#else
  pthread_spin_unlock(&Locks[2]); // DEFECT: release-unheld LOCK: Locks[2]
#endif
  return 0; // DEFECT: held-at-exit LOCK: Locks[1]
}
