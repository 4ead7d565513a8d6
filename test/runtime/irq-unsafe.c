// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The latent form: taken in a handler, and elsewhere with the signal unmasked;
// whichever comes first.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

#include <signal.h>

static Spin First, Second;
CLASS(ClassFirst, "First");
CLASS(ClassSecond, "Second");

static void handler(int Signal) {
  (void)Signal;
  ENTER(SPINGUARD_ROLE_SIGNAL, "signal");
  LOCK_AS(&First, &ClassFirst, 0);
  UNLOCK_AS(&First, &ClassFirst, 0);
  LOCK_AS(&Second, &ClassSecond, 0);
  UNLOCK_AS(&Second, &ClassSecond, 0);
  LEAVE();
}

// CHECK: WARNING: SpinGuard: irq-unsafe
// CHECK-NEXT: '&First' ({{.*}}) is taken in a signal handler, and elsewhere where that can interrupt it
// CHECK-NEXT: Acquired by thread
// CHECK-NEXT: #0 main
// CHECK-NEXT: Acquired in the handler by thread
// CHECK-NEXT: #0 handler
// CHECK: WARNING: SpinGuard: irq-unsafe
// CHECK-NEXT: '&Second'
// CHECK-NOT: WARNING
int main(void) {
  signal(SIGUSR1, handler);
  LOCK_AS(&First, &ClassFirst, 0);
  UNLOCK_AS(&First, &ClassFirst, 0);
  raise(SIGUSR1);
  for (int I = 0; I < 3; ++I) {
    LOCK_AS(&Second, &ClassSecond, 0);
    UNLOCK_AS(&Second, &ClassSecond, 0);
  }
  return 0;
}
