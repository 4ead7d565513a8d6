// RUN: %verify %s
// A handler that got the lock at once leaves with it.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Count;
static irqreturn_t handler(int Irq, void *P) {
  if (spin_trylock(&Lock)) {
    Count++;
#ifdef SOUND
    spin_unlock(&Lock);
#endif
    return IRQ_HANDLED; // DEFECT: held-at-exit
  }
  return IRQ_NONE;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
