// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// NdisAcquireSpinLock twice.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock;
int DriverEntry(void *Driver, void *Path) {
  NdisAllocateSpinLock(&Lock);
  NdisAcquireSpinLock(&Lock);
#ifndef SOUND
  NdisAcquireSpinLock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  NdisReleaseSpinLock(&Lock);
  return 0;
}
