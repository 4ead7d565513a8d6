// RUN: %verify %s
// A command is issued with the host's lock held, which may be any lock of the
// driver's: it is no defect that one is given up for a time, nor that it is
// taken back, but to take it twice.
#include "Inputs/linux-ops.h"
static spinlock_t Lock;
static int Count;
static unsigned issue(struct ata_queued_cmd *Q) {
  spin_unlock(&Lock);
  spin_lock(&Lock);
#ifndef SOUND
  spin_lock(&Lock); // DEFECT: double-acquire
#endif
  Count++;
  return 0;
}
const struct ata_port_operations Ops = {.qc_issue = issue};
