// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two levels are restored the wrong way round.
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

int main(void) {
  int First = saving_acquire(&A);  // AND: 2
  int Second = saving_acquire(&B); // AND: 1
#ifdef SOUND
  saving_release(&B, Second);
  saving_release(&A, First);
#else
  saving_release(&B, First);  // FAULT: wrong-irql-restored
  saving_release(&A, Second); // FAULT: wrong-irql-restored
#endif
  return 0;
}
