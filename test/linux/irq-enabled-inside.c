// RUN: %verify %s
// The release of the inner lock switches interrupts on, the outer is held yet.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Outer);
static DEFINE_SPINLOCK(Inner);
static DEFINE_SPINLOCK(Irq);
static int Pending;
static irqreturn_t handler(int No, void *Data) {
  spin_lock(&Irq);
  Pending++;
  spin_unlock(&Irq);
  return IRQ_HANDLED;
}
static void work(struct work_struct *W) {
  unsigned long Flags, More;
  spin_lock_irqsave(&Outer, Flags);
#ifdef SOUND
  spin_lock_irqsave(&Inner, More);
  Pending++;
  spin_unlock_irqrestore(&Inner, More);
#else
  spin_lock_irq(&Inner);
  Pending++;
  spin_unlock_irq(&Inner);
#endif
  spin_lock(&Irq); // DEFECT: irq-unsafe LOCK: Irq
  Pending = 0;
  spin_unlock(&Irq);
  spin_unlock_irqrestore(&Outer, Flags);
}
DECLARE_WORK(Work, work);
int start(unsigned No) { return request_irq(No, handler, 0, "dev", &Work); }
