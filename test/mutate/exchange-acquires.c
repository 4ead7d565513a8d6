// RUN: %clang -I %S/../linux -O1 -Xclang -disable-llvm-passes -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators exchange-acquires -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.exchange-acquires.bc | FileCheck --check-prefix=KILLED %s
// Two nested acquires, in inline functions of a header as in the kernel, come in
// the other order.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(A);
static DEFINE_SPINLOCK(B);
static int Count;
void both(void) {
  spin_lock(&A);
  spin_lock(&B);
  Count++;
  spin_unlock(&B);
  spin_unlock(&A);
}
void again(void) {
  spin_lock(&A);
  spin_lock(&B);
  Count--;
  spin_unlock(&B);
  spin_unlock(&A);
}
// CHECK: "function": "both"
// CHECK: "line": [[#@LINE-14]]
// CHECK: "otherLine": [[#@LINE-14]]
// CHECK: "change": "'B' is acquired before 'A', not after it"
// CHECK: "function": "again"
// CHECK-NOT: "operator"
// KILLED: [lock-order-inversion]
