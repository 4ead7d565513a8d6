// RUN: %verify %s
// A reader that leaves early blocks every later writer.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static volatile int Data;
static ssize_t dev_read(struct file *F, char *Buf, size_t N, loff_t *Pos) {
  unsigned long Flags;
  read_lock_irqsave(&Lock, Flags);
  if (!Data) {
#ifdef SOUND
    read_unlock_irqrestore(&Lock, Flags);
#endif
    return -EBUSY; // DEFECT: held-at-exit
  }
  read_unlock_irqrestore(&Lock, Flags);
  return 1;
}
const struct file_operations Fops = {.read = dev_read};
