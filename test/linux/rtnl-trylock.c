// RUN: %verify %s
// Where the lock is had, another call is made that takes it.
#include "Inputs/linux.h"
static volatile int Up;
static void stop(void) {
  rtnl_lock(); // DEFECT: double-acquire
  Up = 0;
  rtnl_unlock();
}
static void work(struct work_struct *W) {
  if (!rtnl_trylock())
    return;
  Up = 1;
#ifdef SOUND
  rtnl_unlock();
  stop();
#else
  stop();
  rtnl_unlock();
#endif
}
DECLARE_WORK(Work, work);
