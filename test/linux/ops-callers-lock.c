// RUN: %verify %s
// A function of an operations table may be called with a lock held, give it up
// and take it again. It may not give it up twice.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; };
struct dev_ops { int (*flush)(struct dev *); };
int wait_for(struct dev *);
static int flush(struct dev *D) {
  spin_unlock(&D->Lock);
#ifndef SOUND
  spin_unlock(&D->Lock); // DEFECT: release-unheld
#endif
  _printk("flush\n");
  spin_lock(&D->Lock);
  return 0;
}
const struct dev_ops Ops = {.flush = flush};
