// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A helper for DISPATCH_LEVEL has one caller below it, which the DPC interrupts.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static KDPC Dpc;
static ULONG Count;
static __attribute__((noinline)) VOID bump(VOID) {
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: wrong-variant, irq-unsafe LOCK: Lock
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
}
static VOID NTAPI Deferred(PKDPC D, PVOID Context, PVOID A, PVOID B) { bump(); }
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql = KeGetCurrentIrql();
  KeInitializeDpc(&Dpc, Deferred, NULL);
#ifdef SOUND
  KeRaiseIrql(DISPATCH_LEVEL, &Irql);
#endif
  bump();
#ifdef SOUND
  KeLowerIrql(Irql);
#endif
  return STATUS_SUCCESS;
}
