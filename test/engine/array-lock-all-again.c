// RUN: %verify %s
// All locks of an array are taken, given back to wait, and taken again; the
// first of them apart from the others.
#include <pthread.h>
int isQuiet(void);
void sleepABit(void);
static pthread_spinlock_t Locks[8];
static void lockAll(void) {
  pthread_spin_lock(Locks);
  for (int I = 1; I < 8; ++I)
    pthread_spin_lock(Locks + I);
}
static void unlockAll(void) {
  for (int I = 7; I; --I)
    pthread_spin_unlock(Locks + I);
  pthread_spin_unlock(Locks);
}
int main(void) {
  lockAll();
  while (!isQuiet()) {
    unlockAll();
    sleepABit();
    lockAll();
  }
#ifdef SOUND
  unlockAll();
#else
  pthread_spin_unlock(Locks);
#endif
  return 0; // DEFECT: held-at-exit
}
