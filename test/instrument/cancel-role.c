// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock without an address has a stand-in, which all modules share; a cancel
// routine begins with it held. A driver has no constructors: DriverEntry
// registers the module, Unload takes it back.
// REQUIRES: mingw-ddk
// RUN: %mingw-cc -g -O0 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | FileCheck %s
#include <ntddk.h>
// CHECK-DAG: @__spinguard_lock.cancel-spin-lock = linkonce_odr hidden global i64 0, comdat
// The site of kind SPINGUARD_ROLE_ENTRY, and the role that names it.
// CHECK-DAG: @__spinguard_sites = {{.*}} { i32 4106, i32 [[#CANCEL:]], i32 1,
// CHECK-DAG: @__spinguard_role{{.*}} = private constant {{.*}} { i32 64, i32 [[#CANCEL]], ptr @{{.*}}, ptr @{{.*}}, ptr @{{.*}}, ptr getelementptr {{.*}}@__spinguard_sites{{.*}}, ptr @__spinguard_lock.cancel-spin-lock }
// CHECK-NOT: llvm.global_ctors
// CHECK-LABEL: define {{.*}}@DriverEntry(
// CHECK: call void @__spinguard_module_ctor()
// CHECK-LABEL: define {{.*}}@Unload(
// CHECK: call void @__spinguard_module_dtor()
// CHECK-NEXT: ret void
// CHECK-LABEL: define {{.*}}@Cancel(
// CHECK: [[COOKIE:%[0-9a-z._]+]] = call i64 @__spinguard_role_enter(ptr [[ROLE:@__spinguard_role.*]])
// CHECK: call i32 @__spinguard_before_release_saved(ptr {{.*}}, ptr @__spinguard_lock.cancel-spin-lock, i64
// CHECK: call void @__spinguard_role_exit(ptr [[ROLE]], i64 [[COOKIE]])
// CHECK-NEXT: ret void
ULONG Cancelled;
static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  ++Cancelled;
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}
static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetCancelRoutine(Irp, Cancel);
  return STATUS_PENDING;
}
static VOID NTAPI Unload(PDRIVER_OBJECT Driver) {}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  Driver->DriverUnload = Unload;
  return STATUS_SUCCESS;
}
