// RUN: %verify %s
// A host controller's irq runs as an interrupt handler: it takes the lock as it
// is, and others mask interrupts for it.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
static int irq(struct usb_hcd *H) {
  spin_lock(&Lock);
  Count++;
  spin_unlock(&Lock);
  return 1;
}
static int opened(struct inode *I, struct file *F) {
#ifdef SOUND
  spin_lock_irq(&Lock);
  Count = 0;
  spin_unlock_irq(&Lock);
#else
  spin_lock(&Lock); // DEFECT: irq-unsafe
  Count = 0;
  spin_unlock(&Lock);
#endif
  return 0;
}
const struct hc_driver Driver = {.description = "test", .irq = irq};
const struct file_operations Ops = {.open = opened};
