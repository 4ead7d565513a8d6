// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Hooks before acquire and release, and the branch around the call that they
// decide on.
// RUN: %clang -g -O0 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none;inline=off>,verify' -S %t.ll | FileCheck %s
// RUN: %clang -g -O2 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none;inline=off>,verify' -S %t.ll | FileCheck %s
#include <pthread.h>
struct device {
  int Count;
  pthread_spinlock_t Lock;
};
// The class of the lock is the field, shared by all modules.
// CHECK-DAG: @"__spinguard_class.device+4" = linkonce_odr hidden global { ptr, i32, i32 } { ptr @[[NAME:[^,]*]], i32 0, i32 0 }, comdat
// CHECK-DAG: @[[NAME]] = private unnamed_addr constant [12 x i8] c"device.Lock\00"
// The sites: flags, line, column, hold_us, function, file, lock, API, class.
// CHECK-DAG: @__spinguard_sites = private constant [2 x {{.*}}] [{{.*}} { i32 8193, i32 [[#@LINE+11]], i32 3, i32 0, ptr @{{.*}}, ptr @{{.*}}, ptr @{{.*}}, ptr @{{.*}}, ptr @"__spinguard_class.device+4" }, {{.*}} { i32 3, i32 [[#@LINE+16]], i32 3,
// CHECK-DAG: c"D->Lock\00"
// CHECK-DAG: c"pthread_spin_lock\00"

// CHECK-LABEL: define {{.*}}@bump(
// CHECK: [[SKIP:%[0-9a-z._]+]] = call i32 @__spinguard_before_acquire(ptr @__spinguard_sites, ptr [[LOCK:%[0-9a-z._]+]])
// CHECK-NEXT: [[NOT:%[0-9a-z._]+]] = icmp ne i32 [[SKIP]], 0
// CHECK-NEXT: br i1 [[NOT]], label %[[CONT:.*]], label %[[DO:.*]], !dbg {{.*}}!prof
// CHECK: [[DO]]:
// CHECK-NEXT: call i32 @pthread_spin_lock(ptr {{.*}}[[LOCK]])
void bump(struct device *D) {
  pthread_spin_lock(&D->Lock);
  // CHECK: [[CONT]]:
  ++D->Count;
  // CHECK: call i32 @__spinguard_before_release(ptr getelementptr {{.*}}@__spinguard_sites, i64 56), ptr
  // CHECK: call i32 @pthread_spin_unlock
  pthread_spin_unlock(&D->Lock);
}

// CHECK: define internal void @__spinguard_module_ctor()
// CHECK-NEXT: call void @__spinguard_register_module(i32 2, ptr @__spinguard_module)
