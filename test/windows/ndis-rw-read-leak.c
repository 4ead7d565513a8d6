// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// One release for both modes; the reader forgets it.
#include "Inputs/ndis.h"
NDIS_RW_LOCK_EX *Lock;
int Table, Mode;
int DriverEntry(void *Driver, void *Path) {
  NDIS_RW_LOCK_EX *L = Lock;
  LOCK_STATE_EX State;
  int Value;
  NdisAcquireRWLockWrite(L, &State, 0);
  Table++;
  NdisReleaseRWLock(L, &State);
  NdisAcquireRWLockRead(L, &State, 0);
  Value = Table;
#ifdef SOUND
  NdisReleaseRWLock(L, &State);
#endif
  return Value; // DEFECT: held-at-exit
}
