// RUN: %verify %s
// The same for a chip that is filled in at run time.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
struct expander { struct irq_chip Chip; int Mask; };
static void mask(struct irq_data *D) {
  struct expander *E = D->chip_data;
  spin_lock(&Lock);
  E->Mask |= 1;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
int probe(struct expander *E) {
  E->Chip.irq_mask = mask;
  return 0;
}
