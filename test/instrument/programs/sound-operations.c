// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lock and unlock through a table of functions.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct operations {
  void (*Lock)(Spin *);
  void (*Unlock)(Spin *);
};
static void lock(Spin *L) { pthread_spin_lock(L); }
static void unlock(Spin *L) { pthread_spin_unlock(L); }
static void nothing(Spin *L) {}
static const struct operations Real = {lock, unlock}, Fake = {nothing, nothing};
static Spin A;
int main(int Argc, char **Argv) {
  INIT(A);
  for (int I = 0; I < 4; ++I) {
    const struct operations *O = I % 2 ? &Real : &Fake;
    O->Lock(&A);
    ++Count;
    O->Unlock(&A);
  }
  return 0;
}
