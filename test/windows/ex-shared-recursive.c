// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Shared access is not recursive: a writer that waits in between stops both.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockShared(&Lock);
#ifndef SOUND
  ExAcquireSpinLockShared(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  ExReleaseSpinLockShared(&Lock, Irql);
  return 0;
}
