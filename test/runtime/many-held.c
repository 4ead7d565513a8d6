// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// More locks than the held stack has room for, in order of their index: the
// rest is not checked, and nothing wrong is said.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

enum { Count = 300 };
static Spin L[Count];
CLASS(Bucket, "buckets");

int main(void) {
  for (int Round = 0; Round < 2; ++Round) {
    for (int I = 0; I < Count; ++I)
      LOCK_AS(&L[I], &Bucket, 0);
    for (int I = 0; I < Count; ++I)
      UNLOCK_AS(&L[I], &Bucket, 0);
    for (int I = 0; I < Count; ++I)
      LOCK_AS(&L[I], &Bucket, 0);
    for (int I = Count; I-- > 0;)
      UNLOCK_AS(&L[I], &Bucket, 0);
  }
  return 0;
}
