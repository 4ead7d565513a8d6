// RUN: split-file %s %t
// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S" --check="--roles %t/roles.yaml" %t/driver.c
// A role file makes an entry point of a function that nothing registers here.
//--- driver.c
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int Count;
int MyRead(void *Device, void *Irp) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return Count; // DEFECT: held-at-exit LOCK: Lock
}
//--- roles.yaml
- {function: MyRead, role: dispatch}
