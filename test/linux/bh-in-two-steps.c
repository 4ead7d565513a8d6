// RUN: %verify %s
// spin_lock_bh in two steps: local_bh_disable and a plain lock are given up by
// spin_unlock_bh. One of the two alone is not.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
static void work(struct work_struct *W) {
#ifdef SOUND
  local_bh_disable();
#endif
  spin_lock(&Lock);
  Count++;
  spin_unlock_bh(&Lock); // DEFECT: wrong-variant
}
DECLARE_WORK(Work, work);
