// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// On the fake kernel: a cancel routine returns with the cancel spin lock. It
// comes on another processor, while the dispatch routine is still running.
// REQUIRES: runtime, mingw-ddk
// RUN: %clang %fakekernel-flags -g -Wall -r -nostdlib %fakekernel/*.c -o %t.o
// RUN: %run-instrumented --no-lto --flags="%fakekernel-flags %t.o" %s | FileCheck %s
#include <ntddk.h>

const char *const FakeKernelPlan = "race read:10 read:10 settle read:10 cancel";

static KSPIN_LOCK Lock;
static ULONG Waiting, Cancelled;

// CHECK: WARNING: SpinGuard: held-at-exit
// CHECK: cancel
// CHECK: #0 Cancel {{.*}}fakekernel-cancel.c:[[#@LINE+3]]
// CHECK: bug check 0x40009
// CHECK: fakekernel: bug check 0x40009: a cancel routine returns with 1 lock(s) held
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  ++Cancelled;
#ifdef SOUND
  IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
  Irp->IoStatus.Status = STATUS_CANCELLED;
#ifdef SOUND
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
#endif
}
// CHECK-NOT: WARNING

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  IoMarkIrpPending(Irp);
  IoSetCancelRoutine(Irp, Cancel);
  KeReleaseSpinLock(&Lock, Irql);
  KeAcquireSpinLock(&Lock, &Irql);
  ++Waiting;
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_PENDING;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PDEVICE_OBJECT Device;
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  KeInitializeSpinLock(&Lock);
  return IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
                        &Device);
}
