// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// On the fake kernel: a dispatch routine takes a lock twice, another returns
// with one. The run goes on after each.
// REQUIRES: runtime, mingw-ddk
// RUN: %clang %fakekernel-flags -g -Wall -r -nostdlib %fakekernel/*.c -o %t.o
// RUN: %run-instrumented --no-lto --flags="%fakekernel-flags %t.o" %s | FileCheck %s
#include <ntddk.h>

const char *const FakeKernelPlan = "read:10 write:10 read:10";

typedef struct {
  KSPIN_LOCK Lock;
  ULONG Count;
} EXTENSION;

static NTSTATUS finish(PIRP Irp) {
  Irp->IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}

static ULONG count(EXTENSION *Ext) {
  KIRQL Irql;
  ULONG N;
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK: #0 count {{.*}}fakekernel-dispatch.c:[[#@LINE+6]]:
  // CHECK: Acquired by thread
  // CHECK-NEXT: #0 Read {{.*}}fakekernel-dispatch.c:[[#@LINE+15]]:
  // CHECK: bug check 0x40009
  // CHECK-NOT: fakekernel:
#ifndef SOUND
  KeAcquireSpinLock(&Ext->Lock, &Irql);
#endif
  N = ++Ext->Count;
#ifndef SOUND
  KeReleaseSpinLock(&Ext->Lock, Irql);
#endif
  return N;
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *Ext = Device->DeviceExtension;
  KIRQL Irql;
  KeAcquireSpinLock(&Ext->Lock, &Irql);
  count(Ext);
  KeReleaseSpinLock(&Ext->Lock, Irql);
  return finish(Irp);
}

static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *Ext = Device->DeviceExtension;
  KLOCK_QUEUE_HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(&Ext->Lock, &Handle);
  ++Ext->Count;
  // CHECK: WARNING: SpinGuard: held-at-exit
  // CHECK: #0 Write {{.*}}fakekernel-dispatch.c:[[#@LINE-3]]:
  // CHECK: bug check 0x40009
  // CHECK: fakekernel: bug check 0x40009: the write dispatch routine returns with 1 lock(s) held
  // CHECK: fakekernel: bug check 0xC8: the write dispatch routine was called at IRQL 0 and returns at 2
#ifdef SOUND
  KeReleaseInStackQueuedSpinLock(&Handle);
#endif
  return finish(Irp);
}
// CHECK-NOT: WARNING

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PDEVICE_OBJECT Device;
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  NTSTATUS Status = IoCreateDevice(Driver, sizeof(EXTENSION), NULL,
                                   FILE_DEVICE_UNKNOWN, 0, FALSE, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  KeInitializeSpinLock(&((EXTENSION *)Device->DeviceExtension)->Lock);
  return STATUS_SUCCESS;
}
