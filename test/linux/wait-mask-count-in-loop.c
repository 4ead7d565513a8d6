// RUN: %verify %s
// Each iteration may leave preemption, softirqs, or a read-side section one
// deeper than it was: how deep they are in the end is no matter to what waits.
#include "Inputs/linux-ops.h"
struct part { int Busy, Size; };
static struct mutex Config;
extern struct part Parts[64];
static int Total;
static void work(struct work_struct *W) {
  for (int I = 0; I < 64; ++I) {
    preempt_disable();
    local_bh_disable();
    Total += Parts[I].Size;
#ifdef SOUND
    local_bh_enable();
    preempt_enable();
#else
    if (Parts[I].Busy)
      continue;
    local_bh_enable();
    if (Parts[I].Size > 4)
      continue;
    preempt_enable();
#endif
  }
  mutex_lock(&Config); // DEFECT: blocking-while-held
  ++Total;
  mutex_unlock(&Config);
}
DECLARE_WORK(Work, work);
