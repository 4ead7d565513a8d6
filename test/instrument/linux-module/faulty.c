// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 WITH LLVM-exception
// A module that takes a lock twice as it is loaded.
#include <linux/init.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(Lock);
static int Count;

static int count(void) {
  int N;
  spin_lock(&Lock);
  N = ++Count;
  spin_unlock(&Lock);
  return N;
}

static int __init faultyInit(void) {
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  count();
  spin_unlock_irqrestore(&Lock, Flags);
  return 0;
}

static void __exit faultyExit(void) {}

module_init(faultyInit);
module_exit(faultyExit);
MODULE_LICENSE("Dual MIT/GPL");
