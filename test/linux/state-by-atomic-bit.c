// RUN: %verify %s
// A bit that is tested and set at once is a state as good as one that is read:
// what happens on one of its sides is as certain.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; unsigned long Flags; int Count; };
static struct dev Dev;
static bool test_and_set_bit(long Nr, volatile unsigned long *Addr) {
  bool Old;
  __asm__ volatile("lock; btsq %2, %0" : "+m"(*Addr), "=@ccc"(Old) : "Ir"(Nr) : "memory");
  return Old;
}
static void work(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  if (test_and_set_bit(1, &Dev.Flags)) {
#ifdef SOUND
    spin_unlock(&Dev.Lock);
#endif
    return; // DEFECT: held-at-exit CONFIDENCE: high
  }
  Dev.Count++;
  spin_unlock(&Dev.Lock);
}
DECLARE_WORK(Work, work);
