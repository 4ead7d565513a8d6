// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The Dpr variant of a lock that was taken with a raise.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock;
int DriverEntry(void *Driver, void *Path) {
  NdisAcquireSpinLock(&Lock);
#ifndef SOUND
  NdisDprAcquireSpinLock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  NdisReleaseSpinLock(&Lock);
  return 0;
}
