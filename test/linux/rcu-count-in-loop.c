// RUN: %verify %s
// Each iteration may begin a read-side section that it does not end. How many
// there are in the end is no matter to what waits then.
#include "Inputs/linux-ops.h"
struct part { int Busy, Size; };
static struct mutex Config;
extern struct part Parts[64];
static int Total;
static void work(struct work_struct *W) {
  for (int I = 0; I < 64; ++I) {
    rcu_read_lock();
    Total += Parts[I].Size;
#ifndef SOUND
    if (Parts[I].Busy)
      continue;
#endif
    rcu_read_unlock();
  }
  mutex_lock(&Config); // DEFECT: blocking-while-held
  ++Total;
  mutex_unlock(&Config);
} // DEFECT: held-at-exit
DECLARE_WORK(Work, work);
