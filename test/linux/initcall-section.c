// RUN: %verify %s
// A function whose address lies in an initcall section is an entry point.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Ready;
static int setup(void) {
  spin_lock(&Lock);
  if (Ready)
#ifdef SOUND
    goto out;
#else
    return -EBUSY; // DEFECT: held-at-exit
#endif
  Ready = 1;
#ifdef SOUND
out:
#endif
  spin_unlock(&Lock);
  return 0;
}
device_initcall(setup);
