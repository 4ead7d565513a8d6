// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The hook after a try-acquire is told whether it succeeded, as the model says.
// RUN: split-file %s %t
// RUN: %clang -g -O1 -S -emit-llvm %t/try.c -o %t/try.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none;models=%t/mine.yaml>,verify' -S %t/try.ll | FileCheck %t/try.c
//--- mine.yaml
family: mine
lock-kind: mine
apis:
  - { name: my_try, effect: try-acquire, lock: arg0, success: nonzero }
  - { name: my_try_status, effect: try-acquire, lock: arg0, success: non-negative }
//--- try.c
#include <pthread.h>
extern int my_try(void *), my_try_status(void *);
// CHECK-LABEL: define {{.*}}@zero(
// CHECK: [[R:%[0-9a-z._]+]] = {{.*}}call i32 @pthread_spin_trylock(ptr {{.*}}[[L:%[0-9a-z._]+]])
// CHECK-NEXT: [[S:%[0-9a-z._]+]] = icmp eq i32 [[R]], 0
// CHECK-NEXT: [[Z:%[0-9a-z._]+]] = zext i1 [[S]] to i32
// CHECK-NEXT: call void @__spinguard_after_try(ptr {{.*}}, ptr [[L]], i32 [[Z]])
int zero(pthread_spinlock_t *L) { return pthread_spin_trylock(L); }
// CHECK-LABEL: define {{.*}}@nonzero(
// CHECK: icmp ne i32 %{{.*}}, 0
// CHECK: call void @__spinguard_after_try(
int nonzero(void *L) { return my_try(L); }
// CHECK-LABEL: define {{.*}}@status(
// CHECK: icmp sge i32 %{{.*}}, 0
// CHECK: call void @__spinguard_after_try(
int status(void *L) { return my_try_status(L); }
