// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The reader/writer lock is released twice.
#include "Inputs/ndis.h"
NDIS_RW_LOCK_EX *Lock;
int Table;
int DriverEntry(void *Driver, void *Path) {
  NDIS_RW_LOCK_EX *L = Lock;
  LOCK_STATE_EX State;
  NdisAcquireRWLockRead(L, &State, 0);
  if (Table) {
    Table = 0;
#ifndef SOUND
    NdisReleaseRWLock(L, &State);
#endif
  }
  NdisReleaseRWLock(L, &State); // DEFECT: release-unheld
  return 0;
}
