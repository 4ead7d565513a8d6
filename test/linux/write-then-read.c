// RUN: %verify %s
// The writer waits for itself when it asks for the lock as a reader.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static int Data;
int update(void) {
  int Now;
  write_lock_bh(&Lock);
  Data++;
#ifdef SOUND
  write_unlock_bh(&Lock);
  read_lock(&Lock);
  Now = Data;
  read_unlock(&Lock);
#else
  read_lock(&Lock); // DEFECT: double-acquire
  Now = Data;
  read_unlock(&Lock);
  write_unlock_bh(&Lock);
#endif
  return Now;
}
