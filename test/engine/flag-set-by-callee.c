// RUN: %verify %s
// A callee clears the local flag through a pointer.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void reset(int *Flag, int *Count) {
#ifdef SOUND
  *Count = 0;
#else
  *Flag = 0;
#endif
}
int main(void) {
  int Flag = rnd(), Count = 1;
  if (Flag)
    pthread_spin_lock(&Lock);
  reset(&Flag, &Count);
  if (Flag)
    pthread_spin_unlock(&Lock);
  return Count; // DEFECT: held-at-exit LOCK: Lock
}
