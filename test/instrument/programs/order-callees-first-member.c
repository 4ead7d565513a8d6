// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The second lock is taken by callees, on both ways.
// The locks are first members: at link time a global and its first member are
// one place, which has no field's class there, as it has behind a pointer.
// REQUIRES: runtime, lld
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct device {
  Spin Lock;
};
struct queue {
  Spin Lock;
};
static struct device Device;
static struct queue Queue;
static void wake(struct device *D) {
  LOCK(D->Lock); // FAULT: lock-order-inversion
  ++Count;
  UNLOCK(D->Lock);
}
static void put(struct queue *Q) {
  LOCK(Q->Lock); // AND: 1
  ++Count;
  UNLOCK(Q->Lock);
}
static void *submit(void *P) {
  LOCK(Device.Lock); // AND: 1
  put(&Queue);
  UNLOCK(Device.Lock);
  return P;
}
static void *drain(void *P) {
  LOCK(Queue.Lock); // AND: 1
  wake(&Device);
  UNLOCK(Queue.Lock);
  return P;
}
int main(void) {
  INIT(Device.Lock);
  INIT(Queue.Lock);
  RUN(submit, 0);
  RUN(drain, 0);
  return 0;
}
