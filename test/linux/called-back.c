// RUN: %verify %s
// bus_for_each_dev calls the function at once, under the caller's lock.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
static int visit(struct device *Dev, void *Data) {
#ifndef SOUND
  spin_lock(&Lock); // DEFECT: double-acquire
#endif
  Count++;
#ifndef SOUND
  spin_unlock(&Lock);
#endif
  return 0;
}
void walk(const void *Bus) {
  spin_lock(&Lock);
  bus_for_each_dev(Bus, NULL, NULL, visit);
  spin_unlock(&Lock);
}
