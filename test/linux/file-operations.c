// RUN: %verify %s
// The functions of an operations table are entry points. An error path of
// ioctl jumps past the release.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Mode;
static long dev_ioctl(struct file *F, unsigned Cmd, unsigned long Arg) {
  long Result = 0;
  spin_lock(&Lock);
  switch (Cmd) {
  case 1:
    Mode = (int)Arg;
    break;
  case 2:
    Mode = 0;
    break;
  default:
    Result = -EINVAL;
#ifdef SOUND
    break;
#else
    goto out;
#endif
  }
  spin_unlock(&Lock);
#ifndef SOUND
out:
#endif
  return Result; // DEFECT: held-at-exit
}
const struct file_operations Fops = {.unlocked_ioctl = dev_ioctl};
