// RUN: %verify %s
// The outer lock's flags come back while the inner lock, which was taken with
// interrupts off, is still held; a plain inner lock has no flags.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(A);
static DEFINE_SPINLOCK(B);
static int Count;
long move(void) {
  unsigned long Outer, Inner;
  spin_lock_irqsave(&A, Outer);
#ifdef SOUND
  spin_lock(&B);
  Count++;
  spin_unlock(&B);
  spin_unlock_irqrestore(&A, Outer);
#else
  spin_lock_irqsave(&B, Inner);
  Count++;
  spin_unlock_irqrestore(&A, Outer); // DEFECT: wrong-irql-restored LOCK: A
  spin_unlock_irqrestore(&B, Inner);
#endif
  return 0;
}
