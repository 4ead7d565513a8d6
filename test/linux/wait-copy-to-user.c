// RUN: %verify %s
// What user memory gets may have to be paged in first.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; long Statistics[4]; };
static ssize_t show(struct file *F, char *To, size_t N, loff_t *At) {
  struct dev *D = F->private_data;
  long Now[4];
  spin_lock(&D->Lock);
  for (int I = 0; I < 4; ++I)
    Now[I] = D->Statistics[I];
#ifdef SOUND
  spin_unlock(&D->Lock);
#endif
  if (copy_to_user(To, Now, sizeof(Now))) // DEFECT: blocking-while-held LOCK: D->Lock
    N = 0;
#ifndef SOUND
  spin_unlock(&D->Lock);
#endif
  return N;
}
const struct file_operations Operations = {.read = show};
