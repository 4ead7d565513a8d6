// RUN: %verify %s
// A reader gives the lock up as a writer does.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static int Value;
int look(void) {
  read_lock(&Lock);
  int V = Value;
#ifdef SOUND
  read_unlock(&Lock);
#else
  write_unlock(&Lock); // DEFECT: wrong-variant LOCK: Lock
#endif
  return V;
}
