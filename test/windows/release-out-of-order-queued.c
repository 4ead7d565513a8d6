// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The handle of the outer lock holds the IRQL from before both.
#include <ntddk.h>
static KSPIN_LOCK Outer, Inner;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE HandleOuter, HandleInner;
  KeAcquireInStackQueuedSpinLock(&Outer, &HandleOuter);
#ifdef SOUND
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Inner, &HandleInner);
  Count++;
  KeReleaseInStackQueuedSpinLockFromDpcLevel(&HandleInner);
  KeReleaseInStackQueuedSpinLock(&HandleOuter);
#else
  KeAcquireInStackQueuedSpinLock(&Inner, &HandleInner);
  Count++;
  KeReleaseInStackQueuedSpinLock(&HandleOuter); // DEFECT: wrong-irql-restored
  KeReleaseInStackQueuedSpinLock(&HandleInner);
#endif
  return STATUS_SUCCESS;
}
