// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list of locks, each taken before the one before it is released.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

enum { Count = 200 };
static Spin L[Count];
CLASS(Node, "struct node.lock");

int main(void) {
  for (int Round = 0; Round < 3; ++Round) {
    LOCK_AS(&L[0], &Node, 0);
    for (int I = 1; I < Count; ++I) {
      LOCK_AS(&L[I], &Node, 0);
      UNLOCK_AS(&L[I - 1], &Node, 0);
    }
    UNLOCK_AS(&L[Count - 1], &Node, 0);
  }
  return 0;
}
