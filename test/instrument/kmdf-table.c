// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls through the framework's function table. A lock that its holder may take
// again has no hooks.
// RUN: %clang -target x86_64-w64-mingw32 -g -O0 -I%S/../windows -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='always-inline,spinguard-instrument,verify' -S %t.ll | FileCheck %s
// RUN: %clang -target x86_64-w64-mingw32 -g -O2 -I%S/../windows -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | FileCheck %s
#include "Inputs/wdf.h"
// CHECK-DAG: c"WdfFunctions[316]\00"
// CHECK-LABEL: define {{.*}}@spin(
// CHECK: call i32 @__spinguard_before_acquire(ptr {{.*}}, ptr
// CHECK: call i32 @__spinguard_before_release(ptr {{.*}}, ptr
void spin(WDFSPINLOCK Lock) {
  WdfSpinLockAcquire(Lock);
  WdfSpinLockRelease(Lock);
}
// CHECK-LABEL: define {{.*}}@interrupt(
// CHECK: getelementptr i8, ptr @__spinguard_lock.wdf-interrupt, i64
// CHECK: call i32 @__spinguard_before_acquire(
void interrupt(WDFINTERRUPT I) {
  WdfInterruptAcquireLock(I);
  WdfInterruptReleaseLock(I);
}
// CHECK-LABEL: define {{.*}}@object(
// CHECK-NOT: @__spinguard_before
// CHECK: ret void
void object(void *O) {
  WdfObjectAcquireLock(O);
  WdfObjectReleaseLock(O);
}
