// RUN: %verify %s
// A reader may read-lock again, but must not wait for itself as a writer.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static int Data;
int update(void) {
  int Old;
  read_lock(&Lock);
  Old = Data;
#ifdef SOUND
  read_lock(&Lock);
  read_unlock(&Lock);
#else
  write_lock(&Lock); // DEFECT: double-acquire
  Data = Old + 1;
  write_unlock(&Lock);
#endif
  read_unlock(&Lock);
  return Old;
}
