// RUN: %verify %s
// With softirqs off, interrupts still come.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Pending;
static irqreturn_t handler(int Irq, void *Data) {
  spin_lock(&Lock);
  Pending++;
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
static ssize_t fetch(struct file *F, char *To, size_t N, loff_t *At) {
  unsigned long Flags;
#ifdef SOUND
  spin_lock_irqsave(&Lock, Flags);
#else
  spin_lock_bh(&Lock); // DEFECT: irq-unsafe LOCK: Lock
#endif
  Pending = 0;
#ifdef SOUND
  spin_unlock_irqrestore(&Lock, Flags);
#else
  spin_unlock_bh(&Lock);
#endif
  return N;
}
const struct file_operations Operations = {.read = fetch};
int start(unsigned Irq) { return request_irq(Irq, handler, 0, "dev", &Lock); }
