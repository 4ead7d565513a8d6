// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Heavy use by threads that come and go, more than there are static contexts.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

enum { Locks = 100 };
static Spin L[Locks];
static int Guarded[Locks];
CLASS(Slot, "slot");

static void *work(void *Seed) {
  unsigned Random = (unsigned)(long)Seed;
  for (int I = 0; I < 300; ++I) {
    Random = Random * 1103515245 + 12345;
    unsigned X = Random / 65536 % (Locks - 1);
    unsigned Y = X + 1 + Random / 7 % (Locks - X - 1);
    LOCK_AS(&L[X], &Slot, 0);
    if (I % 3) {
      LOCK_AS(&L[Y], &Slot, 0);
      ++Guarded[Y];
      UNLOCK_AS(&L[Y], &Slot, 0);
    } else if (TRYLOCK_AS(&L[Y], &Slot)) {
      UNLOCK_AS(&L[Y], &Slot, 0);
    }
    ++Guarded[X];
    UNLOCK_AS(&L[X], &Slot, 0);
  }
  return 0;
}

int main(void) {
  pthread_t T[100];
  for (int Round = 0; Round < 3; ++Round) {
    for (long I = 0; I < 100; ++I)
      if (pthread_create(&T[I], 0, work, (void *)I))
        return 1;
    for (int I = 0; I < 100; ++I)
      pthread_join(T[I], 0);
  }
  return 0;
}
