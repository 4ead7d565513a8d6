// RUN: %verify %s
// A lock is given up and taken again by another way to it, after what lies on
// that way may have changed.
#include "Inputs/linux.h"
struct host { spinlock_t *Lock; int Busy; };
struct device { struct host *Host; int Id; };
struct command { struct device *Device; int Result; };
struct scsi_host_template { void *Filler; int (*queuecommand)(struct host *, struct command *); };
static inline int queue(struct command *C) {
  struct host *H = C->Device->Host;
  if (H->Busy) {
    spin_unlock_irq(H->Lock);
    __asm__ volatile("" : "+m"(C->Device)); // It may be another now.
#ifndef SOUND
    if (C->Result)
      return -1;
#endif
    spin_lock_irq(C->Device->Host->Lock);
  }
  return 0;
}
static void start(struct host *H, struct command *C) {
  spin_lock_irq(H->Lock);
  C->Result = queue(C);
  spin_unlock_irq(H->Lock); // DEFECT: release-unheld
}
extern struct host *Host;
extern struct command *Command;
static void work(struct work_struct *W) { start(Host, Command); }
DECLARE_WORK(Work, work);
