// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program's options, its callback for reports, which may take locks, and
// its callback before the end.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin Lock, Other;

const char *__spinguard_default_options(void) { return "halt_on_error=1"; }

void __spinguard_on_report(const struct spinguard_report *R) {
  LOCK(&Other);
  fprintf(stderr, "callback: %s at %s, %d sites\n", R->rule,
          R->sites[0].site->function, (int)R->site_count);
  UNLOCK(&Other);
}

static void dying(void) { fputs("dying\n", stderr); }

int main(void) {
  __spinguard_set_death_callback(dying);
  UNLOCK(&Lock);
  fputs("never\n", stderr);
  return 0;
}
// CHECK: WARNING: SpinGuard: release-unheld
// CHECK: callback: release-unheld at main, 1 sites
// CHECK: dying
// CHECK-NOT: never
