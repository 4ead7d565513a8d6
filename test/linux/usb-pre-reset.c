// RUN: %verify %s
// A USB driver may keep a lock from pre_reset to post_reset, but not forget it
// elsewhere.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int before(struct usb_interface *I) {
  mutex_lock(&Lock);
  return 0;
}
static int after(struct usb_interface *I) {
  mutex_unlock(&Lock);
  return 0;
}
static int probe(struct platform_device *D) {
  mutex_lock(&Lock);
#ifndef SOUND
  if (!D->data)
    return -EINVAL; // DEFECT: held-at-exit
#endif
  mutex_unlock(&Lock);
  return 0;
}
const struct usb_driver Driver = {.pre_reset = before, .post_reset = after};
const struct platform_driver Platform = {.probe = probe};
