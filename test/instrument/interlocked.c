// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function that takes a lock and gives it up inside, and one that calls back
// with a lock held: the lock is held around the call, and given up where the
// call was skipped, too.
// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument,verify' -S %t.ll | FileCheck %s
void *ExInterlockedInsertHeadList(void *, void *, void *);
unsigned char KeSynchronizeExecution(void *, unsigned char (*)(void *), void *);
// CHECK-LABEL: define {{.*}}@use(
// CHECK: call i32 @__spinguard_before_acquire(ptr {{.*}}, ptr [[L:%[0-9a-z._]+]])
// CHECK: br i1 %{{.*}}, label %[[CONT:.*]], label %
// CHECK: call ptr @ExInterlockedInsertHeadList(
// CHECK: [[CONT]]:
// CHECK-NEXT: phi ptr
// CHECK-NEXT: call i32 @__spinguard_before_release(ptr {{.*}}, ptr [[L]])
void *use(void *List, void *Entry, void *Lock) {
  return ExInterlockedInsertHeadList(List, Entry, Lock);
}
// CHECK-LABEL: define {{.*}}@synchronize(
// CHECK: call i32 @__spinguard_before_acquire(
// CHECK: call i8 @KeSynchronizeExecution(
// CHECK: call i32 @__spinguard_before_release(
unsigned char synchronize(void *Interrupt, unsigned char (*F)(void *)) {
  return KeSynchronizeExecution(Interrupt, F, 0);
}
