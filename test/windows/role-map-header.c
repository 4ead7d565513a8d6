// RUN: split-file %s %t
// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S" --check="--roles %t/map.h" %t/driver.c
// The map of the original verifier: #define fun_ROLE Function.
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
void MyCancel(void *Device, void *Irp) {
#ifdef SOUND
  IoReleaseCancelSpinLock(((unsigned char *)Irp)[69]);
#else
  if (Count)
    IoReleaseCancelSpinLock(((unsigned char *)Irp)[69]);
#endif
} // DEFECT: held-at-exit
//--- map.h
//Approved=true
#define fun_IRP_MJ_READ MyRead
#define fun_DRIVER_CANCEL MyCancel
