// RUN: %verify %s
// module_exit makes cleanup_module an alias of the function.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static void *Buffer;
static void teardown(void) {
  spin_lock(&Lock);
  kfree(Buffer);
  Buffer = NULL;
#ifdef SOUND
  spin_unlock(&Lock);
#endif
} // DEFECT: held-at-exit
module_exit(teardown);
