// RUN: %verify %s
// A system call is made with none of the driver's locks held: what it gives up,
// it has to take.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Lock);
static int Users;
static int opened(struct inode *I, struct file *F) {
#ifdef SOUND
  mutex_lock(&Lock);
#endif
  Users++;
  mutex_unlock(&Lock); // DEFECT: release-unheld
  return 0;
}
const struct file_operations Ops = {.open = opened};
