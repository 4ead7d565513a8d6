// RUN: %verify-cxx --flags=-std=c++20 %s
// A C++20 coroutine that starts at once gives the lock back before its first
// suspension, or does not. (clang splits it at -O0 and -O2, and leaves it whole
// with -disable-llvm-passes.)
#include "Inputs/coroutine.h"
static pthread_spinlock_t Lock;
static volatile int Count;
static Task<std::suspend_never> work() {
  pthread_spin_lock(&Lock);
  Count = Count + 1;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  co_await std::suspend_always{};
  Count = Count - 1;
}
int main() {
  Task<std::suspend_never> T = work();
  Count = Count + 2;
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
