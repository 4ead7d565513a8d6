// RUN: split-file %s %t
// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S" --check="--roles %t/roles.yaml" %t/driver.c
// The role file is the stronger source: here DriverEntry is the callback of a
// cancel-safe queue and returns with the lock by contract. The other routine is
// there for the defect.
//--- driver.c
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int Count;
int DriverEntry(void *Csq, unsigned char *Irql) {
  *Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  return 0;
}
int MyRead(void *Device, void *Irp) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return Count; // DEFECT: held-at-exit LOCK: Lock
}
//--- roles.yaml
- {function: DriverEntry, role: csq-acquire-lock}
- {function: MyRead, role: dispatch}
