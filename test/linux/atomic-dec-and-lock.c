// RUN: %verify %s
// _atomic_dec_and_lock holds the lock when it returns non-zero, and only then.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
struct obj { int Count; int Listed; };
void put(struct obj *O) {
  if (_atomic_dec_and_lock(&O->Count, &Lock)) {
    O->Listed = 0;
    spin_unlock(&Lock);
#ifdef SOUND
    return;
#endif
  }
#ifndef SOUND
  spin_unlock(&Lock); // DEFECT: release-unheld
#endif
}
