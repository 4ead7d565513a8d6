// RUN: %verify %s
// A lock is named by the members that lead to it, each the first of its struct.
#include "Inputs/linux.h"
struct host { spinlock_t *Lock; int Busy; };
struct device { struct host *Host; int Id; };
struct command { struct device *Device; int Result; };
extern struct command *Command;
static void work(struct work_struct *W) {
  struct command *C = Command;
  spin_lock_irq(C->Device->Host->Lock);
#ifndef SOUND
  if (C->Result)
    return; // DEFECT: held-at-exit LOCK: C->Device->Host->Lock
#endif
  spin_unlock_irq(C->Device->Host->Lock);
}
DECLARE_WORK(Work, work);
