// RUN: %verify %s
// A list is taken apart: each object is another, and its lock is free by then.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Users; struct dev *Next; };
struct dev *First;
void detach_all(void) {
  while (First) {
    struct dev *D = First;
    spin_lock(&D->Lock);
    D->Users = 0;
    First = D->Next;
#ifdef SOUND
    spin_unlock(&D->Lock);
#endif
    kfree(D); // DEFECT: lock-lifetime LOCK: D->Lock
  }
}
