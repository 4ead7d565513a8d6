// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two locks of one class: the order of the single locks counts.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

struct Account { Spin Lock; } Accounts[3];
CLASS(AccountLock, "struct Account.Lock");

static void transfer(struct Account *From, struct Account *To) {
  LOCK_AS(&From->Lock, &AccountLock, 0);
  LOCK_AS(&To->Lock, &AccountLock, 0);
  UNLOCK(&To->Lock);
  UNLOCK(&From->Lock);
}

int main(void) {
  transfer(&Accounts[0], &Accounts[1]);
  transfer(&Accounts[1], &Accounts[2]);
  transfer(&Accounts[0], &Accounts[2]);
  fputs("so far in order\n", stderr);
  // CHECK-NOT: WARNING
  // CHECK: so far in order
  // CHECK: WARNING: SpinGuard: lock-order-inversion
  // CHECK-NEXT: '&To->Lock'
  transfer(&Accounts[1], &Accounts[0]);
  return 0;
}
