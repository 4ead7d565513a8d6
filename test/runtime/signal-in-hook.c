// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler with locks of its own arrives anywhere in the hooks, and in their
// slow ways; nothing is lost or invented.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"
#include <signal.h>
#include <sys/time.h>

static Spin Mine[2], Handlers[2], Many[50];
CLASS(First, "first");
CLASS(Second, "second");
static volatile int Signals;

static void handler(int Signal) {
  (void)Signal;
  ENTER(SPINGUARD_ROLE_SIGNAL, "signal");
  LOCK_AS(&Handlers[0], &First, 0);
  LOCK(&Handlers[1]);
  UNLOCK(&Handlers[1]);
  UNLOCK(&Handlers[0]);
  ++Signals;
  LEAVE();
}

int main(void) {
  signal(SIGPROF, handler);
  struct itimerval Every = {{0, 100}, {0, 100}};
  setitimer(ITIMER_PROF, &Every, 0);
  for (unsigned I = 0; Signals < 100; ++I) {
    LOCK_AS(&Mine[0], &Second, 0);
    LOCK(&Mine[1]);
    UNLOCK(&Mine[0]);
    LOCK(&Many[I % 50]);
    UNLOCK(&Many[I % 50]);
    UNLOCK(&Mine[1]);
    DESTROY(&Mine[1]);
  }
  return 0;
}
