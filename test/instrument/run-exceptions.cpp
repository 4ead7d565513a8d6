// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guard objects and exceptions: a guard releases where an exception passes; a
// thread that an exception leaves is left with its lock held.
// REQUIRES: runtime
// RUN: %run-instrumented-cxx %s | FileCheck %s
#include <exception>
#include <pthread.h>
#include <stdexcept>
static pthread_spinlock_t Lock;
static int Count;
struct Guard {
  pthread_spinlock_t &L;
  explicit Guard(pthread_spinlock_t &L) : L(L) { pthread_spin_lock(&L); }
  ~Guard() { pthread_spin_unlock(&L); }
};
__attribute__((noinline)) static void step(int N) {
  if (N > 2)
    throw std::runtime_error("too many");
  ++Count;
}
static void guarded(int N) {
  Guard G(Lock);
  step(N);
}
static void bare(int N) {
#ifdef SOUND
  Guard G(Lock);
  step(N);
#else
  pthread_spin_lock(&Lock);
  step(N);
  pthread_spin_unlock(&Lock);
#endif
}
template <void (*F)(int)> static bool survives(int N) {
  try {
    F(N);
  } catch (const std::exception &) {
    return false;
  }
  return true;
}
int main() {
  pthread_spin_init(&Lock, 0);
  survives<guarded>(3);
  survives<bare>(3);
  // CHECK: WARNING: SpinGuard: double-acquire
  // CHECK: #0 Guard {{.*}}run-exceptions.cpp:13:
  // CHECK: #0 bare {{.*}}run-exceptions.cpp:30:3
  survives<guarded>(1);
  // CHECK: WARNING: SpinGuard: held-at-exit
  return 0;
}
