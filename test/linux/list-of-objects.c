// RUN: %verify %s
// Every object of a list is locked in turn; a break leaves one locked.
#include "Inputs/linux.h"
struct item { struct item *Next; spinlock_t Lock; int Key; };
struct item *Head;
static irqreturn_t handler(int Irq, void *P) {
  for (struct item *I = Head; I; I = I->Next) {
    spin_lock(&I->Lock);
    if (I->Key == Irq) {
#ifdef SOUND
      spin_unlock(&I->Lock);
#endif
      return IRQ_HANDLED; // DEFECT: held-at-exit
    }
    spin_unlock(&I->Lock);
  }
  return IRQ_NONE;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
