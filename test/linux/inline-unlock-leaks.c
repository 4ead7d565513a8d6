// RUN: %verify %s
// One of two ways out lacks the unlock; the other's is a store.
#define INLINE_UNLOCK
#include "Inputs/linux.h"
struct port { int Count; spinlock_t Lock; };
static int start(struct port *P) {
  spin_lock_irq(&P->Lock);
  if (P->Count > 3) {
#ifdef SOUND
    spin_unlock_irq(&P->Lock);
#endif
    return -EBUSY; // DEFECT: held-at-exit
  }
  P->Count++;
  spin_unlock_irq(&P->Lock);
  return 0;
}
struct port_ops { int (*start)(struct port *); };
const struct port_ops Ops = {start};
