// RUN: %verify %s
// The release leaves interrupts off.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
void bump(void) {
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  Count++;
#ifdef SOUND
  spin_unlock_irqrestore(&Lock, Flags);
#else
  spin_unlock(&Lock); // DEFECT: wrong-variant LOCK: Lock
#endif
}
