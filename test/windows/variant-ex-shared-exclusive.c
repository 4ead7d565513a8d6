// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A reader gives the lock up as a writer does.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int Value;
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockShared(&Lock);
  int Now = Value;
#ifdef SOUND
  ExReleaseSpinLockShared(&Lock, Irql);
#else
  ExReleaseSpinLockExclusive(&Lock, Irql); // DEFECT: wrong-variant LOCK: Lock
#endif
  return Now;
}
