// RUN: %verify %s
// Where a cleanup goes on, clang says by a number; the two ways here have
// numbers that lie apart, and no other one comes out of it.
#include <pthread.h>
int rnd(void);
void work(int *P);
static pthread_spinlock_t Lock;
static void leave(int *P) { work(P); }
static __attribute__((noinline)) int find(int Key) {
  int Found = 0;
  for (int I = 0; I < Key; ++I) {
    __attribute__((cleanup(leave))) int Guard = I;
    if (rnd()) {
      Found = 1;
      break;
    }
    if (rnd())
      continue;
    work(&Guard);
  }
  return Found;
}
int main(void) {
  pthread_spin_lock(&Lock);
  int Found = find(rnd());
#ifndef SOUND
  if (Found)
    return 1; // DEFECT: held-at-exit LOCK: Lock
#endif
  pthread_spin_unlock(&Lock);
  return Found;
}
