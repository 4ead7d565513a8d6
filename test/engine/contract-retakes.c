// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print contracts %t.bc | FileCheck %s
// RUN: %sgopt -passes='print<spinguard-contracts>' -disable-output %t.bc 2>&1 | FileCheck %s
// A function that gives its caller's lock up for a while is told from one that
// does not take it again.
#include "Inputs/contracts.h"
void drain(struct dev *D) {
  pthread_spin_unlock(&D->Lock);
  work();
  pthread_spin_lock(&D->Lock);
}
void leave(struct dev *D) {
  pthread_spin_unlock(&D->Lock);
  work();
}
// Under a condition, and through a callee: that call is up to the callers of this
// function, and no evidence.
void drain_if(struct dev *D) {
  if (D->Flag)
    drain(D);
}
// It has taken the lock itself: its callers owe nothing.
void alone(struct dev *D) {
  pthread_spin_lock(&D->Lock);
  drain(D);
  pthread_spin_unlock(&D->Lock);
}
// CHECK-LABEL: contracts of 'drain':
// CHECK-NEXT:    releases and retakes 'D->Lock' (held at 1 of 1 call)
// CHECK-NEXT:  contracts of 'leave':
// CHECK-NEXT:    releases 'D->Lock' of its caller{{$}}
// CHECK-NEXT:  contracts of 'drain_if':
// CHECK-NEXT:    releases and retakes 'D->Lock' if 'D->Flag' is not 0{{$}}
// CHECK-NOT:   contracts of
