// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The callee that releases restores a constant.
// REQUIRES: runtime
// RUN: %run-instrumented --markers --params "models=%S/Inputs/saving.yaml" %s
#include "Inputs/spin.h"
typedef struct {
  atomic_flag Taken;
  int Level;
} Saving;
static Saving A, B;
static _Thread_local int Level;
static int saving_acquire(Saving *L) {
  int Old = Level;
  while (atomic_flag_test_and_set(&L->Taken))
    ;
  Level = Old + 1;
  return Old;
}
static void saving_release(Saving *L, int Old) {
  atomic_flag_clear(&L->Taken);
  Level = Old;
}

static void end(Saving *L, int Old) {
#ifndef SOUND
  Old = 0;
#endif
  saving_release(L, Old); // FAULT: wrong-irql-restored
}
int main(void) {
  int First = saving_acquire(&B);
  int Second = saving_acquire(&A); // AND: 1
  end(&A, Second);
  saving_release(&B, First);
  return 0;
}
