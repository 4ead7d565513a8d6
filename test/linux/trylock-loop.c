// RUN: %verify %s
// Trying until it works, in bottom-half context; after it a plain acquire of
// the same lock.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Count;
void drain(void) {
  while (!spin_trylock_bh(&Lock))
    Count++;
  Count = 0;
#ifdef SOUND
  spin_unlock_bh(&Lock);
#endif
  spin_lock_bh(&Lock); // DEFECT: double-acquire
  Count = 1;
  spin_unlock_bh(&Lock);
}
