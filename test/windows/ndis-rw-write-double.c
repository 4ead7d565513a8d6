// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The reader/writer lock for writing, twice.
#include "Inputs/ndis.h"
NDIS_RW_LOCK_EX *Lock;
int DriverEntry(void *Driver, void *Path) {
  NDIS_RW_LOCK_EX *L = Lock;
  LOCK_STATE_EX State, Again;
  NdisAcquireRWLockWrite(L, &State, 0);
#ifndef SOUND
  NdisAcquireRWLockWrite(L, &Again, 0); // DEFECT: double-acquire
#endif
  NdisReleaseRWLock(L, &State);
  return 0;
}
