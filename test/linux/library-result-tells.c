// RUN: %verify %s
// A function that returns with the lock held may say so by its result.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Users, Dead; };
int dev_lock_live(struct dev *D) {
  spin_lock(&D->Lock);
  if (*(volatile int *)&D->Dead) {
    spin_unlock(&D->Lock);
#ifdef SOUND
    return -EINVAL;
#else
    return 0;
#endif
  }
  D->Users++;
  return 0; // DEFECT: inconsistent-exit
}
