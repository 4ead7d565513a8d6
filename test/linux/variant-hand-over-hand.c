// RUN: %verify %s
// Two locks, the outer taken with interrupts off; the one that is left turns
// them on again.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(First);
static DEFINE_SPINLOCK(Second);
static int Count;
void walk(void) {
  spin_lock_irq(&First);
  spin_lock(&Second);
  spin_unlock(&First); // DEFECT: wrong-variant LOCK: First
  Count++;
#ifdef SOUND
  spin_unlock_irq(&Second);
#else
  spin_unlock(&Second);
#endif
}
