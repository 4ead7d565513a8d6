// RUN: %verify %s
// An ATA port is frozen, and a command is issued, with the host's lock held.
#include "Inputs/linux-ops.h"
static void freeze(struct ata_port *P) {
#ifndef SOUND
  unsigned long Flags;
  spin_lock_irqsave(P->lock, Flags); // DEFECT: double-acquire
  P->ops = NULL;
  spin_unlock_irqrestore(P->lock, Flags);
#endif
}
static unsigned issue(struct ata_queued_cmd *C) {
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
  return 0;
}
static DEFINE_SPINLOCK(Other);
void elsewhere(void) {
  spin_lock(&Other);
  spin_unlock(&Other);
}
const struct ata_port_operations Ops = {.qc_issue = issue, .freeze = freeze};
