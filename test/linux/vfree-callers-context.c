// RUN: %verify %s
// What frees under a plain lock is wrong for the caller that is a thread, and
// right for the one that is a timer.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static void *Table;
static __attribute__((noinline)) void release(void) {
  spin_lock(&Lock); // DEFECT: irq-unsafe
  vfree(Table); // DEFECT: blocking-while-held
  spin_unlock(&Lock);
}
static void timeout(struct timer_list *T) { release(); }
void start(struct timer_list *T) { timer_setup(T, timeout, 0); }
#ifndef SOUND
static void work(struct work_struct *W) { release(); }
DECLARE_WORK(Work, work);
#endif
