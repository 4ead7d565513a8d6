// RUN: %verify %s
// The core calls udc_stop with none of the controller's locks held.
#include "Inputs/linux.h"
struct usb_gadget;
struct usb_gadget_ops {
  void *Others[10];
  int (*udc_start)(struct usb_gadget *, void *);
  int (*udc_stop)(struct usb_gadget *);
};
static DEFINE_SPINLOCK(Lock);
static int Started;
static int stop(struct usb_gadget *G) {
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  Started = 0;
  spin_unlock_irq(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
const struct usb_gadget_ops Ops = {.udc_stop = stop};
