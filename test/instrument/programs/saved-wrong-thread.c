// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The level is kept where another thread overwrites it.
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

static int Kept;
static atomic_int Turn;
static void *work(void *P) {
  int Mine = saving_acquire(&A), Inner = saving_acquire(&B);
  Kept = Inner;
  saving_release(&B, Inner);
  saving_release(&A, Mine);
  Turn = 1;
  return P;
}
int main(void) {
  pthread_t T;
  static Saving C;
  Kept = saving_acquire(&C); // AND: 1
#ifdef SOUND
  int Mine = Kept;
#endif
  pthread_create(&T, 0, work, 0);
  while (!Turn)
    ;
#ifdef SOUND
  saving_release(&C, Mine);
#else
  saving_release(&C, Kept); // FAULT: wrong-irql-restored
#endif
  pthread_join(T, 0);
  return 0;
}
