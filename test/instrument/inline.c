// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The hot part of the hooks stands in place of their calls, which are left for
// what it does not do; not where the target is another, or with inline=off.
// RUN: %clang -target x86_64-unknown-linux-gnu -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none>,verify' -S %t.ll | FileCheck %s --implicit-check-not=@__spinguard_inline
// RUN: %sgopt -passes='spinguard-instrument<elide=none;inline=off>,verify' -S %t.ll | FileCheck %s --check-prefix=OFF
// RUN: %clang -target x86_64-unknown-linux-gnu -mcmodel=kernel -DKERNEL -g -O1 -S -emit-llvm %s -o %t.kernel.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none>,verify' -S %t.kernel.ll | FileCheck %s --check-prefix=OFF
// RUN: %clang -target x86_64-unknown-linux-gnu -g -O0 -S -emit-llvm %s -o %t.O0.ll
// RUN: %sgopt -passes='spinguard-instrument<elide=none>,verify' -S %t.O0.ll | FileCheck %s --check-prefix=OFF
typedef volatile int pthread_spinlock_t;
#ifdef KERNEL
#define pthread_spin_lock _raw_spin_lock
#define pthread_spin_unlock _raw_spin_unlock
#endif
int pthread_spin_lock(pthread_spinlock_t *L);
int pthread_spin_unlock(pthread_spinlock_t *L);

// CHECK: @__spinguard_self = external thread_local(initialexec){{.*}} global ptr
// OFF-NOT: @__spinguard_self
void f(pthread_spinlock_t *L) {
  // CHECK-LABEL: define {{.*}}void @f(
  // CHECK: load atomic
  // CHECK: store atomic
  // CHECK: call i32 @__spinguard_before_acquire(
  // CHECK: call i32 @pthread_spin_lock(
  // CHECK: store atomic
  // CHECK: call i32 @__spinguard_before_release(
  // CHECK: call i32 @pthread_spin_unlock(
  // OFF-LABEL: define {{.*}}void @f(
  // OFF-NOT: {{load|store}} atomic
  // OFF: call i32 @__spinguard_before_acquire(
  // OFF-NOT: {{load|store}} atomic
  // OFF: call i32 @__spinguard_before_release(
  pthread_spin_lock(L);
  pthread_spin_unlock(L);
}
