// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print contracts %t.bc | FileCheck %s
// Most callers hold the lock: that is evidence of a contract. Half of them is
// not, nor is a lock of another object; and a function that takes the lock
// itself expects nothing.
#include "Inputs/contracts.h"
#define NOINLINE static __attribute__((noinline))
NOINLINE void count(struct dev *D) { D->Id++; }
NOINLINE void half(struct dev *D) { D->Id++; }
NOINLINE void peer(struct dev *D) { D->Id++; }
NOINLINE void takes(struct dev *D) {
  pthread_spin_lock(&D->Lock);
  D->Id++;
  pthread_spin_unlock(&D->Lock);
}
NOINLINE void gives(struct dev *D) { pthread_spin_unlock(&D->Lock); }
void one(struct dev *D) {
  pthread_spin_lock(&D->Lock);
  count(D);
  half(D);
  peer(D->Peer);
  pthread_spin_unlock(&D->Lock);
  takes(D);
}
void two(struct dev *Other) {
  pthread_spin_lock(&Other->Lock);
  count(Other);
  peer(Other->Peer);
  count(Other);
  gives(Other);
}
void three(struct dev *D) {
  count(D);
  half(D);
  takes(D);
  pthread_spin_lock(&D->Lock);
  gives(D);
}
// CHECK-LABEL: contracts of 'count':
// CHECK-NEXT:    expects 'D->Lock' held (held at 3 of 4 calls)
// CHECK-NEXT:  contracts of 'gives':
// CHECK-NEXT:    releases 'D->Lock' of its caller (held at 2 of 2 calls)
// CHECK-NOT:   contracts of
