// RUN: %verify %s
// A work item that is set up at run time: its function is stored to a field.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Busy; struct work_struct Work; };
static void work(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Work);
  spin_lock_bh(&D->Lock);
  if (D->Busy)
#ifdef SOUND
    goto out;
#else
    return; // DEFECT: held-at-exit
#endif
  D->Busy = 1;
#ifdef SOUND
out:
#endif
  spin_unlock_bh(&D->Lock);
}
void attach(struct dev *D) { INIT_WORK(&D->Work, work); }
