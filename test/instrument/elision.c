// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which sites keep their hooks, and what the report says of each.
// RUN: env "SPINGUARD_INSTRUMENT=output=%t.json;format=json" %sgclang -g -O1 -S -emit-llvm %s -o %t.ll
// RUN: FileCheck %s < %t.ll
// RUN: FileCheck %s --check-prefix=JSON < %t.json
// RUN: env "SPINGUARD_INSTRUMENT=elide=leaf" %sgclang -g -O1 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=LEAF
// RUN: env "SPINGUARD_INSTRUMENT=elide=none" %sgclang -g -O1 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=NONE
// RUN: env "SPINGUARD_INSTRUMENT=hold-us=50" %sgclang -g -O1 -S -emit-llvm %s -o - | FileCheck %s --check-prefix=NONE
#include <pthread.h>
#include <signal.h>
static pthread_spinlock_t Closed, Outer, Shared, Late;
pthread_spinlock_t Exported;
static int Count;
static volatile int Ticks;

#define NOINLINE __attribute__((noinline))

// CHECK-LABEL: define internal {{.*}}@closed(
// CHECK-NOT: __spinguard
// CHECK: ret void
// LEAF-LABEL: define internal {{.*}}@closed(
// LEAF: call i32 @__spinguard_leaf_acquire(
// LEAF-NOT: call {{.*}}@__spinguard
// LEAF: ret void
// NONE-LABEL: define internal {{.*}}@closed(
// NONE: call i32 @__spinguard_before_acquire(
// NONE: call i32 @__spinguard_before_release(
// JSON: "line": [[#@LINE+6]],
// JSON: "lock": "Closed",
// JSON-NEXT: "function": "closed",
// JSON: "status": "proven",
// JSON: "runtime": "elided",
NOINLINE static void closed(void) {
  pthread_spin_lock(&Closed);
  if (++Count > 7)
    Count = 0;
  pthread_spin_unlock(&Closed);
}
// Another lock is taken inside.
// CHECK-LABEL: define internal {{.*}}@outer(
// CHECK: call i32 @__spinguard_before_acquire(
// CHECK: call i32 @__spinguard_before_release(
// CHECK: ret void
NOINLINE static void outer(void) {
  pthread_spin_lock(&Outer);
  closed();
  pthread_spin_unlock(&Outer);
}
// A handler takes it as well.
// CHECK-LABEL: define internal {{.*}}@shared(
// CHECK: call i32 @__spinguard_before_acquire(
// CHECK: ret void
NOINLINE static void shared(void) {
  pthread_spin_lock(&Shared);
  ++Ticks;
  pthread_spin_unlock(&Shared);
}
static void tick(int Signal) { shared(); }
// Nothing shows that it is initialised.
// CHECK-LABEL: define internal {{.*}}@late(
// CHECK: call i32 @__spinguard_before_acquire(
// CHECK: ret void
NOINLINE static void late(void) {
  pthread_spin_lock(&Late);
  ++Count;
  pthread_spin_unlock(&Late);
}
// Other modules know it.
// CHECK-LABEL: define internal {{.*}}@exported(
// CHECK: call i32 @__spinguard_before_acquire(
// CHECK: ret void
NOINLINE static void exported(void) {
  pthread_spin_lock(&Exported);
  ++Count;
  pthread_spin_unlock(&Exported);
}
int main(int Argc, char **Argv) {
  pthread_spin_init(&Closed, 0);
  pthread_spin_init(&Outer, 0);
  pthread_spin_init(&Shared, 0);
  pthread_spin_init(&Exported, 0);
  if (Argc > 1)
    pthread_spin_init(&Late, 0);
  signal(SIGUSR1, tick);
  closed();
  outer();
  shared();
  late();
  exported();
  return Count;
}
