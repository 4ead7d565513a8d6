// The reader's half of a per-cpu semaphore as optimised code has it: the inline
// part turns preemption off around the part that waits, which turns it on again
// for that. With a spin lock held it must not wait all the same.
//
// RUN: %clang -O0 -g -c -emit-llvm %s -o %t.bc
// RUN: %spinguard check %t.bc | FileCheck --check-prefix=SOUND %s
// RUN: %clang -O0 -g -c -emit-llvm -DLOCKED %s -o %t.bc
// RUN: not %spinguard check %t.bc | FileCheck --check-prefix=LOCKED %s
// RUN: %clang -O0 -g -c -emit-llvm -DOFF %s -o %t.bc
// RUN: not %spinguard check %t.bc | FileCheck --check-prefix=OFF %s
//
// SOUND: no findings
// LOCKED: '__percpu_down_read' may wait, and 'Lock' is held
// OFF: '__percpu_down_read' may wait, and preemption is off
#include "Inputs/linux-ops.h"
extern int __preempt_count;
struct percpu_rw_semaphore;
_Bool __percpu_down_read(struct percpu_rw_semaphore *, _Bool);
static DEFINE_SPINLOCK(Lock);
static struct percpu_rw_semaphore *Sem;
static inline void off(void) {
  __asm__ volatile("incl %%gs:%0" : "+m"(__preempt_count));
}
static inline void on(void) {
  __asm__ volatile("decl %%gs:%0" : "+m"(__preempt_count));
}
static int opened(struct inode *I, struct file *F) {
  spin_lock(&Lock);
#ifndef LOCKED
  spin_unlock(&Lock);
#endif
#ifdef OFF
  off();
#endif
  off();
  __percpu_down_read(Sem, 0);
  on();
#ifdef OFF
  on();
#endif
#ifdef LOCKED
  spin_unlock(&Lock);
#endif
  return 0;
}
const struct file_operations Ops = {.open = opened};
