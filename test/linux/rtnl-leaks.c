// RUN: %verify %s
// The one lock of the network configuration, which has no name in the program.
#include "Inputs/linux.h"
static volatile int Up;
static void work(struct work_struct *W) {
  rtnl_lock();
  if (!Up) {
#ifdef SOUND
    rtnl_unlock();
#endif
    return; // DEFECT: held-at-exit LOCK: the rtnl mutex
  }
  Up = 0;
  rtnl_unlock();
}
DECLARE_WORK(Work, work);
