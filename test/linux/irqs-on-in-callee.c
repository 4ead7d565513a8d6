// RUN: %verify %s
// One call that wants interrupts enabled, below two functions that mask them, is
// one finding.
#include "Inputs/linux.h"
struct device;
struct dev { spinlock_t Lock, Other; struct device *Parent; void *Table; unsigned long Dma; };
extern struct dev Dev;
void dma_free_attrs(struct device *, size_t, void *, unsigned long, unsigned long);
__attribute__((noinline)) static void free_table(struct dev *D) {
  dma_free_attrs(D->Parent, 64, D->Table, D->Dma, 0);
}
static void work(struct work_struct *W) {
  spin_lock_irq(&Dev.Lock);
#ifndef SOUND
  free_table(&Dev); // (The same.)
#endif
  spin_unlock_irq(&Dev.Lock);
}
static void other(struct work_struct *W) {
  spin_lock_irq(&Dev.Other);
#ifndef SOUND
  free_table(&Dev); // DEFECT: blocking-while-held
#endif
  spin_unlock_irq(&Dev.Other);
  free_table(&Dev);
}
DECLARE_WORK(Work, work);
DECLARE_WORK(Other, other);
