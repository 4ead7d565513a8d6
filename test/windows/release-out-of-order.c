// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The outer lock is released first: its IRQL comes back while the inner lock is
// still held, and the inner one's, DISPATCH_LEVEL, stays.
#include <ntddk.h>
static KSPIN_LOCK Outer, Inner;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql, IrqlInner;
  KeAcquireSpinLock(&Outer, &Irql);
  KeAcquireSpinLock(&Inner, &IrqlInner);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Inner, IrqlInner);
  KeReleaseSpinLock(&Outer, Irql);
#else
  KeReleaseSpinLock(&Outer, Irql); // DEFECT: wrong-irql-restored LOCK: Outer
  KeReleaseSpinLock(&Inner, IrqlInner);
#endif
  return STATUS_SUCCESS;
}
