// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The saved IRQL reaches the runtime from where the acquire puts it; an acquire
// that is skipped returns DISPATCH_LEVEL.
// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none>,verify' -S %t.ll | FileCheck %s
typedef unsigned char KIRQL;
KIRQL KeAcquireSpinLockRaiseToDpc(void *);
void ExAcquireSpinLock(void *, KIRQL *);
void KeReleaseSpinLock(void *, KIRQL);
// CHECK-LABEL: define {{.*}}@returned(
// CHECK: call i32 @__spinguard_before_acquire(
// CHECK: [[R:%[0-9a-z._]+]] = {{.*}}call {{.*}}i8 @KeAcquireSpinLockRaiseToDpc(
// CHECK: [[W:%[0-9a-z._]+]] = zext i8 [[R]] to i64
// CHECK-NEXT: call void @__spinguard_after_acquire_saved(ptr {{.*}}, ptr %{{.*}}, i64 [[W]])
// CHECK: [[PHI:%[0-9a-z._]+]] = phi i8 [ [[R]], %{{.*}} ], [ 2, %{{.*}} ]
// CHECK: [[P:%[0-9a-z._]+]] = zext i8 [[PHI]] to i64
// CHECK: call i32 @__spinguard_before_release_saved(ptr {{.*}}, ptr %{{.*}}, i64 [[P]])
// CHECK: call void @KeReleaseSpinLock(ptr {{.*}}, i8 {{.*}}[[PHI]])
void returned(void *Lock) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(Lock);
  KeReleaseSpinLock(Lock, Irql);
}
// CHECK-LABEL: define {{.*}}@stored(
// CHECK: call void @ExAcquireSpinLock(ptr {{.*}}, ptr {{.*}}[[AT:%[0-9a-z._]+]])
// CHECK: [[V:%[0-9a-z._]+]] = load i8, ptr [[AT]], align 1
// CHECK: [[W:%[0-9a-z._]+]] = zext i8 [[V]] to i64
// CHECK-NEXT: call void @__spinguard_after_acquire_saved(ptr {{.*}}, ptr %{{.*}}, i64 [[W]])
void stored(void *Lock) {
  KIRQL Irql;
  ExAcquireSpinLock(Lock, &Irql);
  KeReleaseSpinLock(Lock, Irql);
}
