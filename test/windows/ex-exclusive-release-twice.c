// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Released twice.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int Count;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockExclusive(&Lock);
  Count++;
  ExReleaseSpinLockExclusive(&Lock, Irql);
#ifndef SOUND
  ExReleaseSpinLockExclusive(&Lock, Irql); // DEFECT: release-unheld LOCK: Lock
#endif
  return 0;
}
