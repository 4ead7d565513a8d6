// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock that a handler takes, elsewhere only with the signal masked.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

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

int main(void) {
  sigset_t Set, Old;
  sigemptyset(&Set);
  sigaddset(&Set, SIGUSR1);
  signal(SIGUSR1, handler);
  for (int I = 0; I < 100; ++I) {
    sigprocmask(SIG_BLOCK, &Set, &Old);
    LOCK_AS(&Lock, &Class, 0);
    raise(SIGUSR1);
    UNLOCK_AS(&Lock, &Class, 0);
    sigprocmask(SIG_SETMASK, &Old, 0);
  }
  return 0;
}
