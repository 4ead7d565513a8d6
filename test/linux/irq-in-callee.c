// RUN: %verify %s
// What is masked is the caller's business.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Pending;
static __attribute__((noinline)) void reset(void) {
  spin_lock(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Pending = 0;
  spin_unlock(&Lock);
}
static irqreturn_t handler(int Irq, void *Data) {
  reset();
  return IRQ_HANDLED;
}
static void work(struct work_struct *W) {
  unsigned long Flags;
  local_irq_save(Flags);
  reset();
  local_irq_restore(Flags);
#ifndef SOUND
  reset();
#endif
}
DECLARE_WORK(Work, work);
int start(unsigned Irq) { return request_irq(Irq, handler, 0, "dev", &Work); }
