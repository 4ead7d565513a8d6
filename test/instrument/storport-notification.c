// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What StorPortNotification does depends on its arguments: where they are
// constant it is known, else the program decides.
// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | FileCheck %s
void StorPortNotification(int Type, void *Ext, ...);
typedef struct {
  int Lock;
  void *Context[3];
} HANDLE;
// CHECK-LABEL: define {{.*}}@constant(
// CHECK-NOT: icmp eq
// CHECK: call i32 @__spinguard_before_acquire(ptr {{.*}}, ptr @__spinguard_lock.storport-startio)
// CHECK: call void (i32, ptr, ...) @StorPortNotification(i32 {{.*}}4099
// CHECK: call void @__spinguard_after_acquire_handle(ptr {{.*}}, ptr @__spinguard_lock.storport-startio, ptr
// CHECK: call i32 @__spinguard_before_release_handle(
void constant(void *Ext) {
  HANDLE H;
  StorPortNotification(0x1003, Ext, 2, 0, &H);
  StorPortNotification(0x1004, Ext, &H);
}
// A DPC lock is one for each DPC.
// CHECK-LABEL: define {{.*}}@context(
// CHECK: [[N:%[0-9a-z._]+]] = ptrtoint ptr %{{.*}} to i64
// CHECK-NEXT: [[F:%[0-9a-z._]+]] = mul i64 [[N]], -7046029254386353131
// CHECK-NEXT: [[L:%[0-9a-z._]+]] = getelementptr i8, ptr @__spinguard_lock.storport-dpc, i64 [[F]]
// CHECK-NEXT: call i32 @__spinguard_before_acquire(ptr {{.*}}, ptr [[L]])
void context(void *Ext, void *Dpc, HANDLE *H) {
  StorPortNotification(0x1003, Ext, 1, Dpc, H);
}
// CHECK-LABEL: define {{.*}}@variable(
// CHECK: [[STARTIO:%[0-9a-z._]+]] = icmp eq i32 %{{[0-9]+}}, 2{{,|$}}
// CHECK: call i32 @__spinguard_before_acquire(ptr {{.*}}, ptr {{.*}}@__spinguard_lock.storport-interrupt
// CHECK: phi i1
// CHECK: call void (i32, ptr, ...) @StorPortNotification(
// CHECK-NOT: @StorPortNotification(
// CHECK: ret void
void variable(void *Ext, int Lock, HANDLE *H) {
  StorPortNotification(0x1003, Ext, Lock, 0, H);
}
