// RUN: %clang -O2 -g0 -c -emit-llvm %s -o %t.bc
// RUN: not %spinguard check %t.bc > %t.out; FileCheck %s < %t.out
// RUN: %clang -O2 -g0 -c -emit-llvm -DSOUND %s -o %t.sound.bc
// RUN: %spinguard check %t.sound.bc
// Without debug information, a store of 0 between barriers gives up the lock
// that is held there. A flag that is cleared so is nobody's lock.
#define INLINE_UNLOCK
#include "Inputs/linux.h"
struct port { int Count; spinlock_t Lock; _Bool Busy; rwlock_t Table; };
static struct port Port;
static void leaks(struct work_struct *W) {
  spin_lock(&Port.Lock);
  if (!Port.Count) {
#ifdef SOUND
    spin_unlock(&Port.Lock);
#endif
    return;
  }
  Port.Count--;
  spin_unlock(&Port.Lock);
}
static void twice(struct work_struct *W) {
  spin_lock_irq(&Port.Lock);
  Port.Count++;
#ifdef SOUND
  spin_unlock_irq(&Port.Lock);
#endif
  spin_lock_irq(&Port.Lock);
  Port.Count++;
  spin_unlock_irq(&Port.Lock);
}
static void reads(struct work_struct *W) {
  read_lock(&Port.Table);
  int Full = Port.Count > 3;
#ifdef SOUND
  read_unlock(&Port.Table);
#endif
  write_lock(&Port.Table);
  Port.Count += Full;
  write_unlock(&Port.Table);
}
static void flag(struct work_struct *W) {
  spin_lock(&Port.Lock);
  Port.Count++;
  store_release(&Port.Busy, 0);
  barrier();
  spin_unlock(&Port.Lock);
  store_release(&Port.Busy, 0);
  barrier();
}
DECLARE_WORK(Leaks, leaks);
DECLARE_WORK(Twice, twice);
DECLARE_WORK(Reads, reads);
DECLARE_WORK(Flag, flag);
// CHECK-DAG: held-at-exit
// CHECK-DAG: double-acquire
// CHECK-DAG: double-acquire
// CHECK: 3 errors
