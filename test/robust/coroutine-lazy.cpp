// XFAIL: *
// In a coroutine that is not split yet (-disable-llvm-passes) the part after a
// suspension counts as done by the caller that creates the coroutine: a false
// double-acquire.
// RUN: %verify-cxx --flags=-std=c++20 %s
// A coroutine that starts suspended takes the lock when it is resumed. The one
// who creates it holds the lock then, and no longer when it resumes it.
#include "Inputs/coroutine.h"
static pthread_spinlock_t Lock;
static volatile int Count;
static Task<std::suspend_always> work() {
  pthread_spin_lock(&Lock);
  Count = Count + 1;
  pthread_spin_unlock(&Lock);
  co_return;
}
int main() {
  pthread_spin_lock(&Lock);
  Task<std::suspend_always> T = work();
#ifndef SOUND
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  pthread_spin_unlock(&Lock);
  T.Handle.resume();
  return 0;
}
