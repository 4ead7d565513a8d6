// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A queued lock is released by its handle.
// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | FileCheck %s
typedef struct {
  void *Next, *Lock;
  unsigned char OldIrql;
} HANDLE;
void KeAcquireInStackQueuedSpinLock(void *, HANDLE *);
void KeReleaseInStackQueuedSpinLock(HANDLE *);
// CHECK-LABEL: define {{.*}}@queued(
// CHECK: call i32 @__spinguard_before_acquire(ptr @__spinguard_sites, ptr [[L:%[0-9a-z._]+]])
// CHECK: call void @KeAcquireInStackQueuedSpinLock(ptr {{.*}}[[L]], ptr {{.*}}[[H:%[0-9a-z._]+]])
// CHECK-NEXT: call void @__spinguard_after_acquire_handle(ptr @__spinguard_sites, ptr [[L]], ptr [[H]])
// CHECK: call i32 @__spinguard_before_release_handle(ptr {{.*}}, ptr {{.*}}[[H]])
void queued(void *Lock) {
  HANDLE Handle;
  KeAcquireInStackQueuedSpinLock(Lock, &Handle);
  KeReleaseInStackQueuedSpinLock(&Handle);
}
