// RUN: %verify %s
// A plain release of a lock taken with interrupts off: they are restored after.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
void bump(void) {
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  Count++;
  spin_unlock(&Lock); // DEFECT: wrong-variant LOCK: Lock
#ifdef SOUND
  local_irq_restore(Flags);
#endif
}
