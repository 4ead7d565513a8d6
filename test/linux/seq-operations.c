// RUN: %verify %s
// start of a seq_operations returns with the lock held and stop gives it up, by
// contract. show has no such contract.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static DEFINE_SPINLOCK(Stats);
static int Items[8];
static void *start(struct seq_file *S, loff_t *Pos) {
  spin_lock(&Lock);
  return *Pos < 8 ? &Items[*Pos] : NULL;
}
static void stop(struct seq_file *S, void *V) { spin_unlock(&Lock); }
static void *next(struct seq_file *S, void *V, loff_t *Pos) {
  ++*Pos;
  return *Pos < 8 ? &Items[*Pos] : NULL;
}
static int show(struct seq_file *S, void *V) {
  spin_lock(&Stats);
  if (!*(int *)V) {
#ifdef SOUND
    spin_unlock(&Stats);
#endif
    return 0; // DEFECT: held-at-exit
  }
  _printk("%d\n", *(int *)V);
  spin_unlock(&Stats);
  return 0;
}
const struct seq_operations SeqOps = {start, stop, next, show};
