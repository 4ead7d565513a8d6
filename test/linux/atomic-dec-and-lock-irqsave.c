// RUN: %verify %s
// The flags go where the third argument says.
#include "Inputs/linux.h"
struct obj { int Users; spinlock_t *Lock; };
static irqreturn_t handler(int Irq, void *P) {
  struct obj *O = P;
  unsigned long Flags;
  if (!_atomic_dec_and_lock_irqsave(&O->Users, O->Lock, &Flags))
    return IRQ_NONE;
#ifdef SOUND
  spin_unlock_irqrestore(O->Lock, Flags);
#else
  spin_unlock_irqrestore(O->Lock, 0); // DEFECT: wrong-irql-restored
#endif
  return IRQ_HANDLED;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
