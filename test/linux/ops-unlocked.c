// RUN: %verify %s
// The system calls these functions of its tables, by their places there, with
// none of the driver's locks held.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
struct blk_mq_ops { int (*queue_rq)(void *); };
static int queue_request(void *Object) {
  Count++;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct blk_mq_ops BlockOps = {queue_request};
struct mmc_host_ops { void *Others[2]; int (*request)(void *); };
static int mmc_request(void *Object) {
  Count += 2;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct mmc_host_ops MmcOps = {.request = mmc_request};
struct usb_ep_ops { void *Others[5]; int (*queue)(void *); };
static int endpoint_queue(void *Object) {
  Count += 3;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct usb_ep_ops EndpointOps = {.queue = endpoint_queue};
struct hc_driver { void *Others[12]; int (*urb_enqueue)(void *); };
static int urb_enqueue(void *Object) {
  Count += 4;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct hc_driver HostOps = {.urb_enqueue = urb_enqueue};
struct usb_serial_driver { void *Others[40]; int (*write)(void *); };
static int serial_write(void *Object) {
  Count += 5;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct usb_serial_driver SerialOps = {.write = serial_write};
struct tty_operations { void *Others[7]; int (*write)(void *); };
static int tty_write(void *Object) {
  Count += 6;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct tty_operations TtyOps = {.write = tty_write};
struct ib_device_ops { void *Others[5]; int (*post_send)(void *); };
static int post_send(void *Object) {
  Count += 7;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct ib_device_ops VerbsOps = {.post_send = post_send};
struct dma_device { void *Others[44]; int (*device_issue_pending)(void *); };
static int issue_pending(void *Object) {
  Count += 8;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
void add_channels(struct dma_device *D) { D->device_issue_pending = issue_pending; }
