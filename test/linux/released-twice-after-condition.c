// RUN: %verify %s
// A callee takes the lock or does not; what is given up twice on one path is
// wrong whatever the callee did.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Live, Count; };
static struct dev Dev;
extern int Alive;
static bool take(struct dev *D) {
  if (!Alive)
    return 0;
  spin_lock(&D->Lock);
  return 1;
}
static void work(struct work_struct *W) {
  if (!take(&Dev))
    return;
  Dev.Count++;
  spin_unlock(&Dev.Lock);
#ifndef SOUND
  spin_unlock(&Dev.Lock); // DEFECT: release-unheld CONFIDENCE: high
#endif
}
DECLARE_WORK(Work, work);
