// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Levels of a kernel: an ISR's lock is taken at DPC level only.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static long Lock;
CLASS(Class, "Lock");

static void section(uint32_t Flags) {
  static struct spinguard_site S = {
      SPINGUARD_ACQUIRE, 7, 0, 0, "section", "a.c", "Lock", "acquire", &Class};
  S.flags = SPINGUARD_ACQUIRE | Flags;
  __spinguard_before_acquire(&S, &Lock);
  S.flags = SPINGUARD_RELEASE | Flags;
  __spinguard_before_release(&S, &Lock);
}

static void isr(void) {
  ENTER(SPINGUARD_ROLE_ISR, "isr");
  section(0);
  LEAVE();
}

int main(void) {
  section(SPINGUARD_SITE_MASKS);
  isr();
  section(SPINGUARD_SITE_MASKS);
  isr();
  fputs("masked so far\n", stderr);
  section(SPINGUARD_SITE_RAISES);
  return 0;
}
// CHECK-NOT: WARNING
// CHECK: masked so far
// CHECK: WARNING: SpinGuard: irq-unsafe
// CHECK-NEXT: 'Lock' ({{.*}}) is taken in an interrupt handler
