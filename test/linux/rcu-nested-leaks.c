// RUN: %verify %s
// A callee begins a section inside of the caller's and does not end it.
#include "Inputs/linux.h"
static int *volatile Table;
static volatile int Sum;
static int get(void) {
  int R;
  rcu_read_lock();
  R = Table ? *Table : 0;
#ifdef SOUND
  rcu_read_unlock();
#endif
  return R;
}
static void work(struct work_struct *W) {
  rcu_read_lock();
  Sum = get();
  rcu_read_unlock();
} // DEFECT: held-at-exit
DECLARE_WORK(Work, work);
