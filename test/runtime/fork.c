// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child goes on with the stack of the thread that forked, and without the
// other threads, whatever they were doing.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"
#include <sys/wait.h>

static Spin A, B, Busy[64];
static volatile int Stop;

// New pairs all the time: the internal lock is taken again and again.
static void *busy(void *Unused) {
  for (unsigned I = 0; !Stop; ++I) {
    Spin *X = &Busy[I % 31], *Y = &Busy[31 + I / 31 % 31];
    LOCK(X);
    LOCK(Y);
    UNLOCK(Y);
    UNLOCK(X);
    INIT(&Busy[63]);
    DESTROY(&Busy[63]);
  }
  return Unused;
}

int main(void) {
  pthread_t T;
  int Status, Bad = 0;
  pthread_create(&T, 0, busy, 0);
  LOCK(&A);
  for (int I = 0; I < 200; ++I) {
    pid_t Child = fork();
    if (!Child) {
      LOCK(&B);
      UNLOCK(&B);
      UNLOCK(&A);
      INIT(&Busy[40]);
      _exit(__spinguard_report_count() != 0);
    }
    waitpid(Child, &Status, 0);
    Bad += Status != 0;
  }
  UNLOCK(&A);
  Stop = 1;
  pthread_join(T, 0);
  fprintf(stderr, "%d bad\n", Bad);
  pid_t Child = fork();
  if (!Child) {
    UNLOCK(&B);
    exit(0);
  }
  waitpid(Child, &Status, 0);
  fprintf(stderr, "child %d\n", WEXITSTATUS(Status));
  return 1;
}
// CHECK: {{^}}0 bad
// CHECK: WARNING: SpinGuard: release-unheld
// CHECK: child 66
