// RUN: %verify %s
// Coherent memory is not freed with interrupts masked; a lock alone is no matter.
#include "Inputs/linux.h"
struct device;
struct dev { spinlock_t Lock; struct device *Parent; void *Table; unsigned long Dma; };
static struct dev Dev;
void dma_free_attrs(struct device *, size_t, void *, unsigned long, unsigned long);
static void free_table(struct dev *D) {
  dma_free_attrs(D->Parent, 64, D->Table, D->Dma, 0);
}
static void work(struct work_struct *W) {
  unsigned long Flags;
  spin_lock(&Dev.Lock);
  free_table(&Dev);
  spin_unlock(&Dev.Lock);
  spin_lock_irqsave(&Dev.Lock, Flags);
  Dev.Table = NULL;
#ifdef SOUND
  spin_unlock_irqrestore(&Dev.Lock, Flags);
  free_table(&Dev);
#else
  free_table(&Dev); // DEFECT: blocking-while-held LOCK: Dev.Lock
  spin_unlock_irqrestore(&Dev.Lock, Flags);
#endif
}
DECLARE_WORK(Work, work);
