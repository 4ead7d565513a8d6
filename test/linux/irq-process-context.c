// RUN: %verify %s
// The interrupt handler spins on the lock of the thread that it interrupted.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Pending; };
static irqreturn_t handler(int Irq, void *Data) {
  struct dev *D = Data;
  spin_lock(&D->Lock);
  D->Pending++;
  spin_unlock(&D->Lock);
  return IRQ_HANDLED;
}
static ssize_t fetch(struct file *F, char *To, size_t N, loff_t *At) {
  struct dev *D = F->private_data;
  ssize_t Got;
#ifdef SOUND
  spin_lock_irq(&D->Lock);
#else
  spin_lock(&D->Lock); // DEFECT: irq-unsafe
#endif
  Got = D->Pending;
  D->Pending = 0;
#ifdef SOUND
  spin_unlock_irq(&D->Lock);
#else
  spin_unlock(&D->Lock);
#endif
  return Got;
}
const struct file_operations Operations = {.read = fetch};
int start(struct dev *D, unsigned Irq) {
  return request_irq(Irq, handler, 0, "dev", D);
}
