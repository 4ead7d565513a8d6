// RUN: %verify %s
// The lock is given up before the sleep, but on one of two paths only.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Busy, Waiting; };
void drain(struct dev *D) {
  spin_lock(&D->Lock);
  if (D->Busy) {
    D->Waiting++;
    spin_unlock(&D->Lock);
  }
#ifdef SOUND
  else
    spin_unlock(&D->Lock);
#endif
  msleep(1); // DEFECT: blocking-while-held LOCK: D->Lock
#ifndef SOUND
  spin_lock(&D->Lock); // DEFECT: double-acquire LOCK: D->Lock
  spin_unlock(&D->Lock);
#endif
}
