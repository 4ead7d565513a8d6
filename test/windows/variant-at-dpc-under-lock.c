// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Under a lock that raised the IRQL the second one need not raise it.
#include <ntddk.h>
static KSPIN_LOCK Outer, Inner;
static ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Outer, &Irql);
#ifndef SOUND
  KeReleaseSpinLock(&Outer, Irql);
#endif
  KeAcquireSpinLockAtDpcLevel(&Inner); // DEFECT: wrong-variant LOCK: Inner
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Inner);
#ifdef SOUND
  KeReleaseSpinLock(&Outer, Irql);
#endif
  return STATUS_SUCCESS;
}
