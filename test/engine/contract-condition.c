// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print contracts %t.bc | FileCheck %s
// An obligation that depends on a parameter or a field says on which; the
// functions that do both halves under one condition have none.
#include "Inputs/contracts.h"
void enter_if(struct dev *D, int Flag) {
  if (Flag)
    pthread_spin_lock(&D->Lock);
}
void leave_unless(struct dev *D) {
  if (!D->Flag)
    pthread_spin_unlock(&D->Lock);
}
void pair(struct dev *D, int Flag) {
  if (Flag)
    pthread_spin_lock(&D->Lock);
  work();
  if (Flag)
    pthread_spin_unlock(&D->Lock);
}
void mode(struct dev *D, int Mode) {
  if (Mode == 2)
    pthread_spin_lock(&D->Lock);
}
// CHECK-LABEL: contracts of 'enter_if':
// CHECK-NEXT:    acquires 'D->Lock' if 'Flag' is not 0{{$}}
// CHECK-NEXT:  contracts of 'leave_unless':
// CHECK-NEXT:    releases 'D->Lock' of its caller if 'D->Flag' is 0{{$}}
// CHECK-NEXT:  contracts of 'mode':
// CHECK-NEXT:    acquires 'D->Lock' if 'Mode' is 2{{$}}
// CHECK-NOT:   contracts of
