// RUN: %verify %s
// The lock of an object that was freed a line before.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Users; struct dev *Next; };
void detach(struct dev *D) {
  spin_lock(&D->Lock);
  D->Users--;
  spin_unlock(&D->Lock);
#ifdef SOUND
  spin_lock(&D->Lock);
  D->Users = 0;
  spin_unlock(&D->Lock);
  kfree(D);
#else
  kfree(D);
  spin_lock(&D->Lock); // DEFECT: lock-lifetime LOCK: D->Lock
  D->Users = 0;
  spin_unlock(&D->Lock);
#endif
}
