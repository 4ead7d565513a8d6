// RUN: %verify %s
// A callee leaves a lock held in a case of a switch that its result does not tell:
// the lock masks, too, but that is no doubt of its own.
#include "Inputs/linux-ops.h"
struct dev { spinlock_t Lock; int State, Count; };
struct dev Dev;
__attribute__((noinline)) static void poll(struct dev *D) {
  unsigned long Flags;
  spin_lock_irqsave(&D->Lock, Flags);
  switch (D->State) {
  case 1:
  case 2:
    ++D->Count;
    spin_unlock_irqrestore(&D->Lock, Flags);
    break;
  case 3:
    spin_unlock_irqrestore(&D->Lock, Flags);
    break;
#ifdef SOUND
  default:
    spin_unlock_irqrestore(&D->Lock, Flags);
#endif
  }
}
static void work(struct work_struct *W) {
  poll(&Dev);
} // DEFECT: held-at-exit CONFIDENCE: high
DECLARE_WORK(Work, work);
