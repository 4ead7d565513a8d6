// RUN: %verify %s
// A gadget's request completes with interrupts off: plain locks do.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Done;
static void completed(struct usb_ep *E, struct usb_request *R) {
  spin_lock(&Lock);
  Done++;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
void submit(struct usb_request *R) { R->complete = completed; }
