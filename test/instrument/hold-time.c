// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What was asked about hold time goes with the module; exact times need a hook
// after the acquire, a watchdog its starter.
// RUN: %clang -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: %sgopt -passes='spinguard-instrument<hold-mode=exact;hold-us=40>,verify' -S %t.ll | FileCheck %s --check-prefix=EXACT
// RUN: %sgopt -passes='spinguard-instrument<hold-mode=watchdog>,verify' -S %t.ll | FileCheck %s --check-prefix=WATCHDOG
// RUN: %sgopt -passes='spinguard-instrument<hold-mode=sampled;hold-us=7>,verify' -S %t.ll | FileCheck %s --check-prefix=SAMPLED
// EXACT: c"hold_us=40:hold_mode=exact\00"
// EXACT: call i32 @pthread_spin_lock(
// EXACT-NEXT: call void @__spinguard_after_acquire(
// SAMPLED: c"hold_us=7:hold_mode=sampled\00"
// SAMPLED-NOT: call void @__spinguard_after_acquire
// WATCHDOG: c"hold_mode=watchdog\00"
// WATCHDOG: @__spinguard_module = {{.*}}, ptr @__spinguard_watchdog }
// WATCHDOG-NOT: call void @__spinguard_after_acquire
#include <pthread.h>
void f(pthread_spinlock_t *L) {
  pthread_spin_lock(L);
  pthread_spin_unlock(L);
}
