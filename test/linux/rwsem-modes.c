// RUN: %verify %s
// A writer becomes a reader, and gives up as one.
#include "Inputs/linux.h"
static DECLARE_RWSEM(Sem);
static volatile int Data;
static void work(struct work_struct *W) {
  down_write(&Sem);
  Data++;
  downgrade_write(&Sem);
  if (Data > 3) {
#ifdef SOUND
    up_read(&Sem);
#endif
    return; // DEFECT: held-at-exit
  }
  up_read(&Sem);
}
DECLARE_WORK(Work, work);
