// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print contracts %t.bc | FileCheck %s
// A lock that is taken for the caller: always, on success only, or (the twin)
// given back on both returns.
#include "Inputs/contracts.h"
void enter(struct dev *D) { pthread_spin_lock(&D->Lock); }
int begin(struct dev *D) {
  pthread_spin_lock(&D->Lock);
  if (D->Id < 3) {
    pthread_spin_unlock(&D->Lock);
    return -5;
  }
  return 0;
}
int both(struct dev *D) {
  pthread_spin_lock(&D->Lock);
  if (D->Id < 3) {
    pthread_spin_unlock(&D->Lock);
    return -5;
  }
  pthread_spin_unlock(&D->Lock);
  return 0;
}
// The result is 1 with the lock, or any other number without it.
int which(struct dev *D, int Code) {
  if (Code == 1 || pthread_spin_trylock(&D->Lock))
    return 0;
  return 1;
}
// Nothing tells: whether it is held depends on what the caller cannot see.
int rnd(void);
void perhaps(struct dev *D) {
  if (rnd())
    pthread_spin_lock(&D->Lock);
}
// CHECK-LABEL: contracts of 'enter':
// CHECK-NEXT:    returns with 'D->Lock' held{{$}}
// CHECK-NEXT:  contracts of 'begin':
// CHECK-NEXT:    returns with 'D->Lock' held when it returns 0{{$}}
// CHECK-NEXT:  contracts of 'which':
// CHECK-NEXT:    returns with 'D->Lock' held when it returns 1{{$}}
// CHECK-NEXT:  contracts of 'perhaps':
// CHECK-NEXT:    returns with 'D->Lock' held on some paths{{$}}
// CHECK-NOT:   contracts of
