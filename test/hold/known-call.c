// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print hold-times --models %S/Inputs/call-times.yaml %t.bc | FileCheck %s
// A call of code that is not at hand takes what the model's table says of it,
// and otherwise 20 ns.
#include "Inputs/hold.h"
void transmit(int);
void other(int);
// CHECK: held sections of 'known'
// CHECK-NEXT: 'Lock' (ke): 7 us
void known(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  transmit(1);
  KeReleaseSpinLock(&Lock, Irql);
}
// CHECK: held sections of 'unknown'
// CHECK-NEXT: 'Lock' (ke): {{[0-9][0-9]}} ns
void unknown(void) {
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  other(1);
  KeReleaseSpinLock(&Lock, Irql);
}
