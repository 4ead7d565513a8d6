// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A routine that lets go of its caller's lock and takes it again, an entry lock
// that stays held by contract, and one that is released.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: %t 2> %t.err
// RUN: count 0 < %t.err

#include "hooks.h"

static Spin Lock;
static long Entry;

static void callback(void) {
  ENTER(0, "callback");
  UNLOCK(&Lock);
  LOCK(&Lock);
  LEAVE();
}

static void entry(uint32_t Flags) {
  static const struct spinguard_site S = {
      SPINGUARD_ROLE_ENTRY, 1, 0, 0, "entry", "a.c", "Cancel", "system", 0};
  static struct spinguard_role R = {0, 1, "cancel", "entry", "a.c", &S, &Entry};
  R.flags = Flags;
  int64_t Cookie = __spinguard_role_enter(&R);
  if (!Flags)
    __spinguard_before_release(SITE(SPINGUARD_RELEASE, "IoReleaseCancelSpinLock", "Cancel", 0), &Entry);
  __spinguard_role_exit(&R, Cookie);
}

int main(void) {
  LOCK(&Lock);
  callback();
  UNLOCK(&Lock);
  entry(SPINGUARD_ROLE_KEEPS_ENTRY);
  entry(0);
  return 0;
}
