// RUN: %verify %s
// A function that is called with the lock held may drop it for a while. Giving
// it up twice in a row is wrong whoever calls.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; };
void notify(struct dev *D);
void dev_event_locked(struct dev *D) {
  spin_unlock(&D->Lock);
  _printk("event\n");
#ifndef SOUND
  spin_unlock(&D->Lock); // DEFECT: release-unheld
#endif
  spin_lock(&D->Lock);
}
