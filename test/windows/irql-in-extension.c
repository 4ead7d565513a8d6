// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Saved in the device extension by one function and restored from there by
// another: silent. The other lock's field is a defect.
#include <ntddk.h>
typedef struct _EXTENSION {
  KSPIN_LOCK Lock;
  KIRQL Irql, Other;
  ULONG Count;
} EXTENSION, *PEXTENSION;
#ifdef SOUND
#define FIELD Irql
#else
#define FIELD Other
#endif
static VOID Enter(PEXTENSION E) {
  KIRQL Irql;
  KeAcquireSpinLock(&E->Lock, &Irql);
  E->Irql = Irql;
}
static VOID Leave(PEXTENSION E) {
  E->Count++;
  KeReleaseSpinLock(&E->Lock, E->Irql);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION E = Device->DeviceExtension;
  Enter(E);
  Leave(E);
  return STATUS_SUCCESS;
}
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  PEXTENSION E = Device->DeviceExtension;
  KeAcquireSpinLock(&E->Lock, &E->Irql);
  E->Count--;
  KeReleaseSpinLock(&E->Lock, E->FIELD); // DEFECT: wrong-irql-restored
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
