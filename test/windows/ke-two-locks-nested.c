// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Two different locks may be held at once; the inner one twice may not.
#include <ntddk.h>
static KSPIN_LOCK Outer, Inner;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql, IrqlInner, Again;
  KeAcquireSpinLock(&Outer, &Irql);
  KeAcquireSpinLock(&Inner, &IrqlInner);
#ifndef SOUND
  KeAcquireSpinLock(&Inner, &Again); // DEFECT: double-acquire LOCK: Inner
#endif
  KeReleaseSpinLock(&Inner, IrqlInner);
  KeReleaseSpinLock(&Outer, Irql);
  return STATUS_SUCCESS;
}
