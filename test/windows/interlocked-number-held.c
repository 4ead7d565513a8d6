// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// ExInterlockedAddUlong takes the lock itself.
#include "Inputs/ke.h"
unsigned ExInterlockedAddUlong(unsigned *Addend, unsigned Add, KSPIN_LOCK *Lock);
static KSPIN_LOCK Lock;
static unsigned Count;
int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql;
  ExInterlockedAddUlong(&Count, 1, &Lock);
  Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
#ifndef SOUND
  ExInterlockedAddUlong(&Count, 1, &Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return 0;
}
