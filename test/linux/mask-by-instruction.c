// RUN: %verify %s
// Interrupts are masked by instructions, and let in again where the flags that
// were saved say that they were enabled.
#include "Inputs/linux.h"
static struct mutex Lock;
static int Count;
always_inline unsigned long flags_of_now(void) {
  unsigned long Flags;
  asm volatile("# __raw_save_flags\n\tpushf ; pop %0" : "=rm"(Flags) : : "memory");
  return Flags;
}
always_inline void mask(void) { asm volatile("cli" : : : "memory"); }
always_inline void unmask(void) { asm volatile("sti" : : : "memory"); }
static void work(struct work_struct *W) {
  unsigned long Flags = flags_of_now();
  mask();
  Count++;
#ifdef SOUND
  if (Flags & 512)
    unmask();
#endif
  mutex_lock(&Lock); // DEFECT: blocking-while-held
  Count++;
  mutex_unlock(&Lock);
#ifndef SOUND
  if (Flags & 512)
    unmask();
#endif
}
DECLARE_WORK(Work, work);
