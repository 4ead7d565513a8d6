// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// On the fake kernel: a dispatch routine holds a lock without being at
// DISPATCH_LEVEL; the DPC that it queues comes at once, and takes that lock.
// REQUIRES: runtime, mingw-ddk
// RUN: %clang %fakekernel-flags -g -Wall -r -nostdlib %fakekernel/*.c -o %t.o
// RUN: %run-instrumented --no-lto --flags="%fakekernel-flags %t.o" %s | FileCheck %s
#include <ntddk.h>

const char *const FakeKernelPlan = "read:10 read:10 dpc";

typedef struct {
  KSPIN_LOCK Lock;
  KDPC Dpc;
  ULONG Count;
} EXTENSION;

// CHECK: fakekernel: bug check 0xC4 (0x40): a lock is acquired for DISPATCH_LEVEL at IRQL 0
// CHECK: WARNING: SpinGuard: double-acquire
// CHECK: #0 Dpc {{.*}}fakekernel-dpc.c:[[#@LINE+6]]:
// CHECK: #0 Read {{.*}}fakekernel-dpc.c:[[#@LINE+16]]:
// CHECK: bug check 0x40009
static VOID NTAPI Dpc(PKDPC Unused, PVOID Context, PVOID First, PVOID Second) {
  EXTENSION *Ext = Context;
  // It interrupts the holder, and would wait for ever.
  KeAcquireSpinLockAtDpcLevel(&Ext->Lock);
  ++Ext->Count;
  KeReleaseSpinLockFromDpcLevel(&Ext->Lock);
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  EXTENSION *Ext = Device->DeviceExtension;
#ifdef SOUND
  KIRQL Irql;
  KeAcquireSpinLock(&Ext->Lock, &Irql);
#else
  KeAcquireSpinLockAtDpcLevel(&Ext->Lock);
#endif
  KeInsertQueueDpc(&Ext->Dpc, NULL, NULL);
  ++Ext->Count;
#ifdef SOUND
  KeReleaseSpinLock(&Ext->Lock, Irql);
#else
  KeReleaseSpinLockFromDpcLevel(&Ext->Lock);
#endif
  Irp->IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PDEVICE_OBJECT Device;
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  NTSTATUS Status = IoCreateDevice(Driver, sizeof(EXTENSION), NULL,
                                   FILE_DEVICE_UNKNOWN, 0, FALSE, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  EXTENSION *Ext = Device->DeviceExtension;
  KeInitializeSpinLock(&Ext->Lock);
  KeInitializeDpc(&Ext->Dpc, Dpc, Ext);
  return STATUS_SUCCESS;
}
