// RUN: %verify %s
// The release leaves softirqs off, on one of two paths.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count, Closed; };
int bump(struct dev *D) {
  spin_lock_bh(&D->Lock);
  if (D->Closed) {
#ifdef SOUND
    spin_unlock_bh(&D->Lock);
#else
    spin_unlock(&D->Lock); // DEFECT: wrong-variant LOCK: D->Lock
#endif
    return -EBUSY;
  }
  D->Count++;
  spin_unlock_bh(&D->Lock);
  return 0;
}
