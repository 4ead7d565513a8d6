// RUN: %verify %s
// A SCSI command is queued where nothing may sleep; the error handler may.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Queued;
static int queue(struct Scsi_Host *H, struct scsi_cmnd *C) {
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  Queued++;
  spin_unlock_irqrestore(&Lock, Flags);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
  return 0;
}
static int abort(struct scsi_cmnd *C) {
  spin_lock_irq(&Lock);
  Queued = 0;
  spin_unlock_irq(&Lock);
  msleep(1);
  return 0;
}
const struct scsi_host_template Template = {.queuecommand = queue, .eh_abort_handler = abort};
