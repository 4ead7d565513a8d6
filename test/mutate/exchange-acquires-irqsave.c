// RUN: %clang -I %S/../linux -fno-discard-value-names -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: rm -rf %t.out && %mutate --operators exchange-acquires -o %t.out %t.bc
// RUN: %opt -S %t.out/*.0000.exchange-acquires.bc | FileCheck %s
// What is saved goes with its acquire: the first one, of B now, saves to Inner.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(A);
static DEFINE_SPINLOCK(B);
static int Count;
void both(void) {
  unsigned long Outer, Inner;
  spin_lock_irqsave(&A, Outer);
  spin_lock_irqsave(&B, Inner);
  Count++;
  spin_unlock_irqrestore(&B, Inner);
  spin_unlock_irqrestore(&A, Outer);
}
// CHECK: %[[A:.*]] = call {{.*}}@spinlock_check({{.*}}@A)
// CHECK: %[[B:.*]] = call {{.*}}@spinlock_check({{.*}}@B)
// CHECK: %[[FIRST:.*]] = call {{.*}}@_raw_spin_lock_irqsave({{.*}} %[[B]])
// CHECK: store i64 %[[FIRST]], ptr %Inner
// CHECK: %[[SECOND:.*]] = call {{.*}}@_raw_spin_lock_irqsave({{.*}} %[[A]])
// CHECK: store i64 %[[SECOND]], ptr %Outer
