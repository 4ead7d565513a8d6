// RUN: %verify %s
// vfree sleeps in a thread with interrupts off, but leaves it to a worker in an
// interrupt and where softirqs are off by a count.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static void *Table;
static void timeout(struct timer_list *T) {
  spin_lock(&Lock);
  vfree(Table);
  spin_unlock(&Lock);
}
static void work(struct work_struct *W) {
  local_bh_disable();
  spin_lock(&Lock);
  vfree(Table);
  spin_unlock_bh(&Lock);
#ifdef SOUND
  spin_lock_bh(&Lock);
  vfree(Table);
  spin_unlock_bh(&Lock);
#else
  spin_lock_irq(&Lock);
  vfree(Table); // DEFECT: blocking-while-held
  spin_unlock_irq(&Lock);
#endif
}
DECLARE_WORK(Work, work);
void start(struct timer_list *T) { timer_setup(T, timeout, 0); }
