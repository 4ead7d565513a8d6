// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared and exclusive holders, and a conversion between them.
// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | FileCheck %s
typedef unsigned char KIRQL;
KIRQL ExAcquireSpinLockShared(volatile long *);
unsigned long ExTryConvertSharedSpinLockExclusive(volatile long *);
void ExReleaseSpinLockShared(volatile long *, KIRQL);
void ExReleaseSpinLockExclusive(volatile long *, KIRQL);
// SPINGUARD_ACQUIRE | SHARED | RAISES | WINDOWS, CONVERT | WINDOWS, RELEASE | RAISES | WINDOWS
// CHECK: @__spinguard_sites = {{.*}} { i32 4865, {{.*}} { i32 4107, {{.*}} { i32 4611, {{.*}} { i32 4867,
// CHECK-LABEL: define {{.*}}@f(
// CHECK: [[C:%[0-9a-z._]+]] = tail call i32 @ExTryConvertSharedSpinLockExclusive(
// CHECK-NEXT: [[S:%[0-9a-z._]+]] = icmp ne i32 [[C]], 0
// CHECK-NEXT: [[Z:%[0-9a-z._]+]] = zext i1 [[S]] to i32
// CHECK-NEXT: call void @__spinguard_after_convert(ptr {{.*}}, ptr %{{.*}}, i32 [[Z]])
void f(volatile long *L) {
  KIRQL I = ExAcquireSpinLockShared(L);
  if (ExTryConvertSharedSpinLockExclusive(L))
    ExReleaseSpinLockExclusive(L, I);
  else
    ExReleaseSpinLockShared(L, I);
}
