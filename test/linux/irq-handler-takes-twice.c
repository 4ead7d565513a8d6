// RUN: %verify %s
// A handler calls a helper that takes the lock the handler holds.
#include "Inputs/linux.h"
struct dev { int Regs; spinlock_t Lock; };
static void reset(struct dev *D) {
  spin_lock(&D->Lock); // DEFECT: double-acquire LOCK: D->Lock
  D->Regs = 0;
  spin_unlock(&D->Lock);
}
static irqreturn_t handler(int Irq, void *P) {
  struct dev *D = P;
  spin_lock(&D->Lock);
  D->Regs++;
#ifdef SOUND
  spin_unlock(&D->Lock);
  reset(D);
#else
  reset(D);
  spin_unlock(&D->Lock);
#endif
  return IRQ_HANDLED;
}
int probe(struct dev *D) { return request_irq(7, handler, 0, "dev", D); }
