// RUN: %verify %s
// Without preemption an unlock is a store, which debug information says the
// function of.
#define INLINE_UNLOCK
#include "Inputs/linux.h"
struct port { int Count; spinlock_t Lock; };
static struct port Port;
static void work(struct work_struct *W) {
  spin_lock(&Port.Lock);
  Port.Count++;
  spin_unlock(&Port.Lock);
#ifndef SOUND
  spin_unlock(&Port.Lock); // DEFECT: release-unheld // LOCK: Port.Lock
#endif
}
DECLARE_WORK(Work, work);
