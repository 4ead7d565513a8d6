// RUN: %verify %s
// A module has a function of its own by the name of a call of Windows that
// completes a request: here it counts. (In the other version it sleeps.)
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Done;
__attribute__((noinline)) void IoCompleteRequest(int *Count) {
#ifndef SOUND
  msleep(1);
#endif
  ++*Count;
}
void finish(void) {
  spin_lock(&Lock);
  IoCompleteRequest(&Done); // DEFECT: blocking-while-held LOCK: Lock
  spin_unlock(&Lock);
}
