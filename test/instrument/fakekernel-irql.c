// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// On the fake kernel: two locks share the variable for the old IRQL, so that
// the routine returns at another level than it was called at.
// REQUIRES: runtime, mingw-ddk
// RUN: %clang %fakekernel-flags -g -Wall -r -nostdlib %fakekernel/*.c -o %t.o
// RUN: %run-instrumented --no-lto --flags="%fakekernel-flags %t.o" %s | FileCheck %s
#include <ntddk.h>

const char *const FakeKernelPlan = "ioctl:222000,0,0 ioctl:222000,0,0";

static KSPIN_LOCK First, Second;

// CHECK: WARNING: SpinGuard: wrong-irql-restored
// CHECK: #0 Control {{.*}}fakekernel-irql.c:[[#@LINE+15]]:
// CHECK: #0 Control {{.*}}fakekernel-irql.c:[[#@LINE+6]]:
// CHECK: bug check 0x20015
// CHECK: fakekernel: bug check 0xC8: the device control dispatch routine was called at IRQL 0 and returns at 2
// CHECK-NOT: WARNING
static NTSTATUS NTAPI Control(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Old, Inner;
  KeAcquireSpinLock(&First, &Old);
#ifdef SOUND
  KeAcquireSpinLock(&Second, &Inner);
  KeReleaseSpinLock(&Second, Inner);
#else
  KeAcquireSpinLock(&Second, &Old);
  KeReleaseSpinLock(&Second, Old);
#endif
  KeReleaseSpinLock(&First, Old);
  Irp->IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  PDEVICE_OBJECT Device;
  Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = Control;
  KeInitializeSpinLock(&First);
  KeInitializeSpinLock(&Second);
  return IoCreateDevice(Driver, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE,
                        &Device);
}
