// RUN: %verify %s
// After a panic nobody needs the lock; after a message somebody does.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Work;
static irqreturn_t handler(int Irq, void *P) {
  spin_lock(&Lock);
  if (Work < 0) {
#ifdef SOUND
    panic("lost");
#else
    _printk("lost");
#endif
    return IRQ_NONE; // DEFECT: held-at-exit
  }
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
