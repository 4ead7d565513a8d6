// RUN: %verify %s
// Nobody here calls the function. It returns 0 with the lock held and 0 with
// the lock given up: no caller can know.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Users, Dead; };
int dev_get(struct dev *D) {
  spin_lock(&D->Lock);
  if (*(volatile int *)&D->Dead) {
#ifdef SOUND
    spin_unlock(&D->Lock);
#endif
    return 0; // DEFECT: inconsistent-exit
  }
  D->Users++;
  spin_unlock(&D->Lock);
  return 0;
}
