// RUN: %verify %s
// The release switches interrupts on for a caller that has them off.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
void bump(void) {
#ifdef SOUND
  spin_lock_irq(&Lock);
#else
  spin_lock(&Lock);
#endif
  Count++;
  spin_unlock_irq(&Lock); // DEFECT: wrong-variant LOCK: Lock
}
