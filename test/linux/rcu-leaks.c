// RUN: %verify %s
// A section of RCU ends on each way but one.
#include "Inputs/linux.h"
static int *volatile Table;
static void work(struct work_struct *W) {
  int *T;
  rcu_read_lock();
  T = Table;
  if (!T) {
#ifdef SOUND
    rcu_read_unlock();
#endif
    return; // DEFECT: held-at-exit LOCK: the rcu read lock
  }
  *T = 1;
  rcu_read_unlock();
}
DECLARE_WORK(Work, work);
