// RUN: %verify %s
// The flags that are restored are a constant, not what was saved.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
void bump(void) {
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  Count++;
#ifndef SOUND
  Flags = 0;
#endif
  spin_unlock_irqrestore(&Lock, Flags); // DEFECT: wrong-irql-restored
}
