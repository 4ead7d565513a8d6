// RUN: %verify %s
// Handlers do not interrupt each other; threads are interrupted by them.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Pending;
static irqreturn_t first(int Irq, void *Data) {
  spin_lock(&Lock);
  Pending++;
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
static irqreturn_t second(int Irq, void *Data) {
  spin_lock(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Pending--;
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
int start(unsigned Irq) {
  if (request_irq(Irq, first, 0, "dev", &Lock))
    return -EBUSY;
#ifdef SOUND
  return request_irq(Irq + 1, second, 0, "dev", &Lock);
#else
  return request_threaded_irq(Irq + 1, NULL, second, 0, "dev", &Lock);
#endif
}
