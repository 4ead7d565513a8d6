// RUN: %verify %s
// A callee gives its caller's lock up for its sleep, and takes it again.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock, Other; int Busy; };
static __attribute__((noinline)) void wait_idle(struct dev *D) {
  while (D->Busy) {
    spin_unlock(&D->Lock);
    msleep(1);
    spin_lock(&D->Lock);
  }
}
void reset(struct dev *D) {
#ifndef SOUND
  spin_lock(&D->Other);
#endif
  spin_lock(&D->Lock);
  wait_idle(D); // DEFECT: blocking-while-held LOCK: D->Other
  D->Busy = 1;
  spin_unlock(&D->Lock);
#ifndef SOUND
  spin_unlock(&D->Other);
#endif
}
