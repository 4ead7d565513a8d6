// RUN: %verify %s
// Sections of RCU may be nested; each has an end of its own.
#include "Inputs/linux.h"
static int *volatile Table;
static int get(void) {
  int R;
  rcu_read_lock();
  R = Table ? *Table : 0;
  rcu_read_unlock();
  return R;
}
static volatile int Sum;
static void work(struct work_struct *W) {
  rcu_read_lock();
  Sum = get();
  rcu_read_unlock();
#ifndef SOUND
  rcu_read_unlock(); // DEFECT: release-unheld
#endif
}
DECLARE_WORK(Work, work);
