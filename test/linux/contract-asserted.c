// RUN: %clang -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check --print contracts %t.bc | FileCheck %s
// An assertion is the function's own word that its callers hold the lock. The
// twin asserts nothing, and is called without it.
#include "Inputs/linux.h"
void rust_helper_spin_assert_is_held(spinlock_t *L);
struct dev { spinlock_t Lock; int Count; };
static __attribute__((noinline)) void dev_add(struct dev *D) {
  rust_helper_spin_assert_is_held(&D->Lock);
  D->Count++;
}
static __attribute__((noinline)) void dev_count(struct dev *D) {
  D->Count++;
}
static __attribute__((noinline)) void dev_wait(struct dev *D) {
  rust_helper_spin_assert_is_held(&D->Lock);
  spin_unlock(&D->Lock);
  _printk("waits\n");
  spin_lock(&D->Lock);
}
void dev_event(struct dev *D) {
  spin_lock(&D->Lock);
  dev_add(D);
  dev_wait(D);
  spin_unlock(&D->Lock);
  dev_count(D);
}
void dev_other(struct dev *D) {
  spin_lock(&D->Lock);
  dev_wait(D);
  spin_unlock(&D->Lock);
  dev_count(D);
}
// CHECK:     contracts of 'dev_add':
// CHECK-NEXT:  expects 'D->Lock' held (asserted; held at 1 of 1 call)
// CHECK-NOT: contracts of 'dev_count':
// CHECK:     contracts of 'dev_wait':
// CHECK-NEXT:  releases and retakes 'D->Lock' (asserted; held at 2 of 2 calls)
// CHECK-NOT: contracts of 'dev_
