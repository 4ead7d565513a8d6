// RUN: %verify %s
// Two locks, and each one's flags are given back with the other.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(A);
static DEFINE_SPINLOCK(B);
static int Count;
long move(void) {
  unsigned long Outer, Inner;
  spin_lock_irqsave(&A, Outer);
  spin_lock_irqsave(&B, Inner);
  Count++;
#ifdef SOUND
  spin_unlock_irqrestore(&B, Inner);
  spin_unlock_irqrestore(&A, Outer);
#else
  spin_unlock_irqrestore(&B, Outer); // DEFECT: wrong-irql-restored
  spin_unlock_irqrestore(&A, Inner); // DEFECT: wrong-irql-restored
#endif
  return 0;
}
