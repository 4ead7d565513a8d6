// RUN: %verify %s
// module_init makes init_module an alias of the function.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static void *Buffer;
static int setup(void) {
  spin_lock(&Lock);
  Buffer = kzalloc(64, 0);
  if (!Buffer) {
#ifdef SOUND
    spin_unlock(&Lock);
#endif
    return -ENOMEM; // DEFECT: held-at-exit
  }
  spin_unlock(&Lock);
  return 0;
}
static void teardown(void) {
  spin_lock(&Lock);
  kfree(Buffer);
  spin_unlock(&Lock);
}
module_init(setup);
module_exit(teardown);
