// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last reference goes while another thread holds.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  int Data[8];
  Spin Lock;
};
static struct object *O;
static atomic_int Held, Done;
static void *work(void *P) {
  LOCK(O->Lock); // AND: 1
  Held = 1;
  while (!Done)
    ;
  return P;
}
static void put(struct object *Last) {
  free(Last); // FAULT: lock-lifetime
}
int main(void) {
  pthread_t T;
  O = calloc(1, sizeof *O);
  INIT(O->Lock);
  pthread_create(&T, 0, work, 0);
  while (!Held)
    ;
  put(O);
  _Exit(0);
}
