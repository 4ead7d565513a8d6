// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// An annotation is the strongest source: here DriverEntry is the callback of a
// cancel-safe queue and returns with the lock by contract.
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int Count;
__attribute__((annotate("role:IO_CSQ_ACQUIRE_LOCK"))) int
DriverEntry(void *Csq, unsigned char *Irql) {
  *Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  return 0;
}
__attribute__((annotate("role:DRIVER_DISPATCH"))) int MyRead(void *Device,
                                                            void *Irp) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  return Count; // DEFECT: held-at-exit LOCK: Lock
}
