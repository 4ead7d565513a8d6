// RUN: %verify %s
// After a release a callee takes the lock or does not: that it did not, where it
// is given up again, is one of its two ways.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Live, Count; };
static struct dev Dev;
extern int Alive, Others;
__attribute__((noinline)) static void take(struct dev *D) {
  if (Alive)
    spin_lock(&D->Lock);
}
static void work(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  Dev.Count++;
  spin_unlock(&Dev.Lock);
#ifdef SOUND
  spin_lock(&Dev.Lock);
#else
  take(&Dev);
#endif
  Dev.Count--;
  spin_unlock(&Dev.Lock); // DEFECT: release-unheld CONFIDENCE: low
}
DECLARE_WORK(Work, work);
