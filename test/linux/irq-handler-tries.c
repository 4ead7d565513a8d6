// RUN: %verify %s
// A handler that only tries to take the lock does not spin.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Pending, Missed;
static irqreturn_t handler(int Irq, void *Data) {
#ifdef SOUND
  if (!spin_trylock(&Lock)) {
    Missed++;
    return IRQ_HANDLED;
  }
#else
  spin_lock(&Lock);
#endif
  Pending++;
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
static void work(struct work_struct *W) {
  spin_lock(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Pending = 0;
  spin_unlock(&Lock);
}
DECLARE_WORK(Work, work);
int start(unsigned Irq) { return request_irq(Irq, handler, 0, "dev", &Work); }
