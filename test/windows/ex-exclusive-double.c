// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Exclusive after exclusive.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockExclusive(&Lock);
#ifndef SOUND
  ExAcquireSpinLockExclusive(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  ExReleaseSpinLockExclusive(&Lock, Irql);
  return 0;
}
