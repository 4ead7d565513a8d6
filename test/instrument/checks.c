// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Groups of hooks can be chosen; a function can be left out.
// RUN: %clang -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument<inline=off>,verify' -S %t.ll | FileCheck %s --check-prefixes=CHECK,ALL --implicit-check-not="call void @__spinguard_role"
// RUN: %sgopt -passes='spinguard-instrument<checks=locks;inline=off>,verify' -S %t.ll | FileCheck %s --check-prefixes=CHECK,LOCKS
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
// CHECK-LABEL: define {{.*}}@f(
// ALL: call void @__spinguard_init(
// ALL: call void @__spinguard_before_blocking(
// ALL: call void @__spinguard_before_thread_exit(
// LOCKS-NOT: call {{.*}}@__spinguard
// LOCKS: call i32 @__spinguard_before_acquire(
// LOCKS-NOT: call {{.*}}@__spinguard
void f(pthread_spinlock_t *L) {
  pthread_spin_init(L, 0);
  usleep(1);
  pthread_spin_lock(L);
  exit(0);
}
// CHECK-LABEL: define {{.*}}@left_alone(
// CHECK-NOT: call {{.*}}@__spinguard
// CHECK: ret void
__attribute__((disable_sanitizer_instrumentation)) void
left_alone(pthread_spinlock_t *L) {
  pthread_spin_lock(L);
}
