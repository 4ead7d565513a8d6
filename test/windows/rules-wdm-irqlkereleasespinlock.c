// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:IrqlKeReleaseSpinLock %s
// The inner lock is given up with the IRQL that the outer one saved. That the routine waits with a lock held is no matter of this rule.
#include <ntddk.h>
typedef struct _CHANNEL {
  KSPIN_LOCK Lock;
  LIST_ENTRY Requests;
} CHANNEL;
static CHANNEL In, Out;
static KEVENT Moved;

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL InIrql, OutIrql;
  KeAcquireSpinLock(&In.Lock, &InIrql);
#ifndef SOUND
  KeWaitForSingleObject(&Moved, Executive, KernelMode, FALSE, NULL);
#endif
  KeAcquireSpinLock(&Out.Lock, &OutIrql);
  InsertTailList(&Out.Requests, RemoveHeadList(&In.Requests));
#ifdef SOUND
  KeReleaseSpinLock(&Out.Lock, OutIrql);
#else
  KeReleaseSpinLock(&Out.Lock, InIrql); // DEFECT: wrong-irql-restored LOCK: Out.Lock
#endif
  KeReleaseSpinLock(&In.Lock, InIrql);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&In.Lock);
  KeInitializeSpinLock(&Out.Lock);
  InitializeListHead(&In.Requests);
  InitializeListHead(&Out.Requests);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
