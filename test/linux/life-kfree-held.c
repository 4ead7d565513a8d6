// RUN: %verify %s
// A device is freed with its lock held, on the error path.
#include "Inputs/linux.h"
struct dev { int Id; spinlock_t Lock; int Users; };
int detach(struct dev *D) {
  spin_lock(&D->Lock);
  if (D->Users) {
    D->Users--;
    spin_unlock(&D->Lock);
    return -EBUSY;
  }
#ifdef SOUND
  spin_unlock(&D->Lock);
  kfree(D);
#else
  kfree(D); // DEFECT: lock-lifetime LOCK: D->Lock
#endif
  return 0;
}
