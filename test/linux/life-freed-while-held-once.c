// RUN: %verify %s
// An object is freed while its lock is held, and the lock is then released: that
// is one defect, told where it is freed.
#include "Inputs/linux.h"
struct obj { spinlock_t Lock; int Users; };
void put(struct obj *O) {
  spin_lock(&O->Lock);
  O->Users--;
#ifdef SOUND
  spin_unlock(&O->Lock);
  kfree(O);
#else
  kfree(O); // DEFECT: lock-lifetime
  spin_unlock(&O->Lock);
#endif
}
