// RUN: %verify %s
// A callee that lets interrupts in by an instruction does so only where they
// were enabled before: not for a caller that has masked them.
#include "Inputs/linux.h"
static struct mutex Lock;
static int Count;
static __attribute__((noinline)) void add(int N) {
  unsigned long Flags;
  asm volatile("# __raw_save_flags\n\tpushf ; pop %0" : "=rm"(Flags) : : "memory");
  asm volatile("cli" : : : "memory");
  Count += N;
  if (Flags & 512)
    asm volatile("sti" : : : "memory");
}
static void work(struct work_struct *W) {
  unsigned long Flags;
  local_irq_save(Flags);
  add(1);
#ifdef SOUND
  local_irq_restore(Flags);
  mutex_lock(&Lock);
  mutex_unlock(&Lock);
#else
  mutex_lock(&Lock); // DEFECT: blocking-while-held
  mutex_unlock(&Lock);
  local_irq_restore(Flags);
#endif
}
DECLARE_WORK(Work, work);
