// RUN: %verify %s
// The system calls these functions of its tables, by their places there, in a
// process, with none of the driver's locks held.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
struct target_type { void *Others[5]; int (*ctr)(void *); };
static int do_ctr(void *Object) {
  Count += 1;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct target_type Ops1 = {.ctr = do_ctr};
struct uart_ops { void *Others[12]; int (*startup)(void *); };
static int do_startup(void *Object) {
  Count += 2;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct uart_ops Ops2 = {.startup = do_startup};
struct mmc_host_ops { void *Others[4]; int (*set_ios)(void *); };
static int do_set_ios(void *Object) {
  Count += 3;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct mmc_host_ops Ops3 = {.set_ios = do_set_ios};
struct hc_driver { void *Others[20]; int (*bus_suspend)(void *); };
static int do_bus_suspend(void *Object) {
  Count += 4;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct hc_driver Ops4 = {.bus_suspend = do_bus_suspend};
struct usb_serial_driver { void *Others[38]; int (*open)(void *); };
static int do_open(void *Object) {
  Count += 5;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct usb_serial_driver Ops5 = {.open = do_open};
struct tty_operations { void *Others[15]; int (*throttle)(void *); };
static int do_throttle(void *Object) {
  Count += 6;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct tty_operations Ops6 = {.throttle = do_throttle};
struct ib_device_ops { void *Others[45]; int (*create_qp)(void *); };
static int do_create_qp(void *Object) {
  Count += 7;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct ib_device_ops Ops7 = {.create_qp = do_create_qp};
struct i2c_algorithm { int (*master_xfer)(void *); };
static int do_master_xfer(void *Object) {
  Count += 8;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct i2c_algorithm Ops8 = {.master_xfer = do_master_xfer};
struct blk_mq_ops { void *Others[7]; int (*timeout)(void *); };
static int do_timeout(void *Object) {
  Count += 9;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct blk_mq_ops Ops9 = {.timeout = do_timeout};
struct dma_device { void *Others[22]; int (*device_alloc_chan_resources)(void *); };
static int allocate(void *Object) {
  Count += 10;
#ifdef SOUND
  spin_lock_irq(&Lock);
#endif
  spin_unlock_irq(&Lock); // DEFECT: release-unheld
  return 0;
}
void add_channels(struct dma_device *D) { D->device_alloc_chan_resources = allocate; }
