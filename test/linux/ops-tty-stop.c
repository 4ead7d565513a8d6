// RUN: %verify %s
// A terminal's stop is called with its flow lock held.
#include "Inputs/linux-ops.h"
static void stop(struct tty_struct *T) {
  spinlock_t *Lock = T->driver_data;
  unsigned long Flags;
  spin_lock_irqsave(Lock, Flags);
  spin_unlock_irqrestore(Lock, Flags);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
const struct tty_operations Ops = {.stop = stop};
