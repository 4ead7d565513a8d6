// RUN: %verify %s
// The flags travel through a field of the object from one function to another.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; unsigned long Flags; int Count; };
static void begin(struct dev *D) {
  unsigned long Flags;
  spin_lock_irqsave(&D->Lock, Flags); // DEFECT: double-acquire
  D->Flags = Flags;
}
static void end(struct dev *D) {
  spin_unlock_irqrestore(&D->Lock, D->Flags);
}
ssize_t dev_read(struct file *F, char *Buf, size_t N, loff_t *Pos) {
  struct dev *D = F->private_data;
  begin(D);
  D->Count++;
#ifndef SOUND
  begin(D);
#endif
  end(D);
  return 0;
}
const struct file_operations Fops = {.read = dev_read};
