// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal handler takes the lock that the code it interrupted holds: a
// double acquire, with the handler told; and so goes on.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

#include <signal.h>

static Spin Lock;
CLASS(Class, "Lock");

static void handler(int Signal) {
  (void)Signal;
  ENTER(SPINGUARD_ROLE_SIGNAL, "signal");
  LOCK_AS(&Lock, &Class, 0);
  UNLOCK_AS(&Lock, &Class, 0);
  LEAVE();
}

// CHECK: WARNING: SpinGuard: double-acquire
// CHECK-NEXT: '&Lock' ({{.*}}) is acquired in a signal handler that interrupted its holder
// CHECK: SUMMARY: SpinGuard: double-acquire {{.*}} in handler
int main(void) {
  signal(SIGUSR1, handler);
  LOCK_AS(&Lock, &Class, 0);
  raise(SIGUSR1);
  UNLOCK_AS(&Lock, &Class, 0);
  return 0;
}
