// RUN: %verify %s
// A loop takes and gives back one element after the other.
#include <pthread.h>
int Count;
pthread_spinlock_t Locks[64];
int Values[64];
int main(void) {
  int N = Count;
  for (int I = 0; I < N; ++I) {
    pthread_spin_lock(&Locks[I]);
#ifndef SOUND
    if (Values[I] == 7)
      return 1; // DEFECT: held-at-exit
#endif
    Values[I] = I;
    pthread_spin_unlock(&Locks[I]);
  }
  return 0;
}
