// RUN: %verify %s
// An interrupt handler must give the lock up on the path "not mine" as well.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Status;
static irqreturn_t handler(int Irq, void *Dev) {
  spin_lock(&Lock);
  if (!(Status & 1)) {
#ifdef SOUND
    spin_unlock(&Lock);
#endif
    return IRQ_NONE; // DEFECT: held-at-exit
  }
  Status = 0;
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
int probe(void *Dev) { return request_irq(7, handler, 0, "dev", Dev); }
