// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A reader forgets the release.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
int Table[4];
int DriverEntry(void *Driver, void *Path) {
  KIRQL Irql = ExAcquireSpinLockShared(&Lock);
  for (int I = 0; I < 4; ++I)
    if (Table[I]) {
#ifdef SOUND
      ExReleaseSpinLockShared(&Lock, Irql);
#endif
      return I; // DEFECT: held-at-exit LOCK: Lock
    }
  ExReleaseSpinLockShared(&Lock, Irql);
  return -1;
}
