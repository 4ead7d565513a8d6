// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A child goes on with the locks that were free.
// REQUIRES: runtime
// RUN: %run-instrumented --markers %s
#include "Inputs/spin.h"
#include <sys/wait.h>
#include <unistd.h>
static Spin A;
int main(void) {
  int Status = 0;
  INIT(A);
  LOCK(A);
  ++Count;
  UNLOCK(A);
  pid_t Child = fork();
  LOCK(A);
  ++Count;
  UNLOCK(A);
  if (!Child)
    return 0;
  waitpid(Child, &Status, 0);
  return Status;
}
