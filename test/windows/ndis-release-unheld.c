// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Released on a path without acquire.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock;
int Count;
int DriverEntry(void *Driver, void *Path) {
#ifndef SOUND
  if (Count)
#endif
    NdisAcquireSpinLock(&Lock);
  Count++;
  NdisReleaseSpinLock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
