// RUN: %verify %s
// One bit of a word says whether the lock is held, while others come and go:
// too many ways to keep apart, on all of which that bit is set.
#include <pthread.h>
int rnd(void);
static pthread_spinlock_t Lock;
unsigned Word;
#define MAYBE_CLEAR(Bit)                                                       \
  if (rnd())                                                                   \
    Word &= ~(1u << Bit);
int main(void) {
  if (!(Word & 1))
    return 1;
  pthread_spin_lock(&Lock);
  MAYBE_CLEAR(1)
  MAYBE_CLEAR(2)
  MAYBE_CLEAR(3)
  MAYBE_CLEAR(4)
  MAYBE_CLEAR(5)
  MAYBE_CLEAR(6)
  MAYBE_CLEAR(7)
#ifndef SOUND
  MAYBE_CLEAR(0)
#endif
  if (Word & 1)
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
