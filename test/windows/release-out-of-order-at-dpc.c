// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A DPC is at DISPATCH_LEVEL in any case, so that the order of its releases
// does not matter; below it, it does.
#include <ntddk.h>
static KSPIN_LOCK Outer, Inner;
static KDPC Dpc;
ULONG Count;
static void both(void) {
  KIRQL Irql, IrqlInner;
  KeAcquireSpinLock(&Outer, &Irql);
  KeAcquireSpinLock(&Inner, &IrqlInner);
  Count++;
  KeReleaseSpinLock(&Outer, Irql); // DEFECT: wrong-irql-restored
  KeReleaseSpinLock(&Inner, IrqlInner);
}
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) {
#ifdef SOUND
  both();
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeDpc(&Dpc, Deferred, NULL);
#ifndef SOUND
  both();
#endif
  return STATUS_SUCCESS;
}
