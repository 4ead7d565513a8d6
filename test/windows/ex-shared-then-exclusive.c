// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Exclusive access while this processor has shared access never comes.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int Table;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockShared(&Lock);
  int Empty = Table == 0;
#ifdef SOUND
  ExReleaseSpinLockShared(&Lock, Irql);
#endif
  Irql = ExAcquireSpinLockExclusive(&Lock); // DEFECT: double-acquire LOCK: Lock
  Table += Empty;
  ExReleaseSpinLockExclusive(&Lock, Irql);
  return 0;
}
