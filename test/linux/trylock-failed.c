// RUN: %verify %s
// spin_trylock may fail. To give the lock up all the same is wrong then.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Count;
static irqreturn_t handler(int Irq, void *P) {
#ifdef SOUND
  if (!spin_trylock(&Lock))
    return IRQ_NONE;
#else
  spin_trylock(&Lock);
#endif
  Count++;
  spin_unlock(&Lock); // DEFECT: release-unheld
  return IRQ_HANDLED;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
