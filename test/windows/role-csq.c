// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The lock callbacks of a cancel-safe queue return with the lock held, and
// without, by contract. The routine that completes is called without it.
#include <ntddk.h>
static IO_CSQ Csq;
static KSPIN_LOCK Lock;
static LIST_ENTRY List;
static VOID NTAPI Acquire(PIO_CSQ C, PKIRQL Irql) {
  KeAcquireSpinLock(&Lock, Irql);
}
static VOID NTAPI Release(PIO_CSQ C, KIRQL Irql) {
  KeReleaseSpinLock(&Lock, Irql);
}
static VOID NTAPI Insert(PIO_CSQ C, PIRP Irp) {
  InsertTailList(&List, &Irp->Tail.Overlay.ListEntry);
}
static VOID NTAPI Remove(PIO_CSQ C, PIRP Irp) {
  RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
}
static PIRP NTAPI Peek(PIO_CSQ C, PIRP Irp, PVOID Context) { return NULL; }
static VOID NTAPI Complete(PIO_CSQ C, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Irp->IoStatus.Status = STATUS_CANCELLED;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
  IoCompleteRequest(Irp, IO_NO_INCREMENT); // (Of the same cause.)
} // DEFECT: held-at-exit LOCK: Lock
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  return IoCsqInitialize(&Csq, Insert, Remove, Peek, Acquire, Release,
                         Complete);
}
