// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread copies what another thread has locked.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
struct object {
  int Data[8];
  Spin Lock;
};

static struct object From, To;
static atomic_int Held, Done;
static void *work(void *P) {
  LOCK(From.Lock); // AND: 1
  Held = 1;
  while (!Done)
    ;
  UNLOCK(From.Lock);
  return P;
}
int main(void) {
  pthread_t T;
  INIT(From.Lock);
  pthread_create(&T, 0, work, 0);
  while (!Held)
    ;
#ifdef SOUND
  To.Data[0] = 1;
#else
  To = From; // FAULT: lock-lifetime
#endif
  Done = 1;
  pthread_join(T, 0);
  return To.Data[1];
}
