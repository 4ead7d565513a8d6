// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread's start routine returns, or pthread_exit is called, with a lock held.
// RUN: %rt-cc %s %rt-lib -o %t
// RUN: not %t 2> %t.err
// RUN: FileCheck %s < %t.err

#include "hooks.h"

static Spin A, B;

static void *start(void *Unused) {
  ENTER(SPINGUARD_ROLE_THREAD, "thread");
  LOCK(&A);
  LEAVE();
  return Unused;
}
static void *exits(void *Unused) {
  ENTER(SPINGUARD_ROLE_THREAD, "thread");
  (void)ThisRole, (void)Cookie;
  LOCK(&B);
  __spinguard_before_thread_exit(
      SITE(SPINGUARD_THREAD_EXIT, "pthread_exit", 0, 0));
  pthread_exit(Unused);
}

// CHECK: WARNING: SpinGuard: held-at-exit
// CHECK-NEXT: '&A' ({{.*}}) is still held when start returns
// CHECK: WARNING: SpinGuard: held-at-exit
// CHECK-NEXT: '&B' ({{.*}}) is still held when pthread_exit ends the thread
// CHECK-NEXT: Ended by thread
// CHECK-NEXT: #0 exits
// CHECK-NEXT: Acquired by thread
// CHECK-NEXT: #0 exits
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, start, 0);
  pthread_join(T, 0);
  pthread_create(&T, 0, exits, 0);
  pthread_join(T, 0);
  return 0;
}
