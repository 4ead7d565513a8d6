// RUN: %verify %s
// The sleep is in a function that is called back for each device.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
static int visit(struct device *D, void *Data) {
  Count++;
#ifndef SOUND
  msleep(1);
#endif
  return 0;
}
void visit_all(const void *Bus) {
  spin_lock(&Lock);
  bus_for_each_dev(Bus, NULL, NULL, visit); // DEFECT: blocking-while-held LOCK: Lock
  spin_unlock(&Lock);
}
