// RUN: %verify %s
// The completion handler of a USB request must not sleep.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Done;
static void completed(struct urb *U) {
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  Done++;
  spin_unlock_irqrestore(&Lock, Flags);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
always_inline void fill(struct urb *U, void (*F)(struct urb *)) { U->complete = F; }
void submit(struct urb *U) { fill(U, completed); }
