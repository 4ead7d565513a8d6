// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A driver without hardware. Opening its device leaks a lock, and reading from
// it takes one twice; load.c does both.
#include <ntddk.h>

static KSPIN_LOCK OpenLock, ReadLock;
static ULONG Opens, Reads;

static NTSTATUS finish(PIRP Irp) {
  Irp->IoStatus.Status = STATUS_SUCCESS;
  Irp->IoStatus.Information = 0;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}

static NTSTATUS NTAPI Open(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&OpenLock, &Irql); // LEAK
  ++Opens;
  if (Opens > 100)
    KeReleaseSpinLock(&OpenLock, Irql);
  else
    KeLowerIrql(Irql);
  return finish(Irp);
}

static ULONG count(void) {
  KIRQL Irql;
  ULONG N;
  KeAcquireSpinLock(&ReadLock, &Irql); // AGAIN
  N = ++Reads;
  KeReleaseSpinLock(&ReadLock, Irql);
  return N;
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&ReadLock, &Irql); // FIRST
  count();
  KeReleaseSpinLock(&ReadLock, Irql);
  return finish(Irp);
}

static NTSTATUS NTAPI Close(PDEVICE_OBJECT Device, PIRP Irp) {
  return finish(Irp);
}

static VOID NTAPI Unload(PDRIVER_OBJECT Driver) {
  UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\SpinGuardTest");
  IoDeleteSymbolicLink(&Link);
  IoDeleteDevice(Driver->DeviceObject);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  UNICODE_STRING Name = RTL_CONSTANT_STRING(L"\\Device\\SpinGuardTest");
  UNICODE_STRING Link = RTL_CONSTANT_STRING(L"\\DosDevices\\SpinGuardTest");
  PDEVICE_OBJECT Device;
  NTSTATUS Status;
  KeInitializeSpinLock(&OpenLock);
  KeInitializeSpinLock(&ReadLock);
  Driver->MajorFunction[IRP_MJ_CREATE] = Open;
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_CLOSE] = Close;
  Driver->DriverUnload = Unload;
  Status = IoCreateDevice(Driver, 0, &Name, FILE_DEVICE_UNKNOWN, 0, FALSE,
                          &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  return IoCreateSymbolicLink(&Link, &Name);
}
