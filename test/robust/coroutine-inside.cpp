// RUN: %verify-cxx --flags=-std=c++20 %s
// Between two suspensions (the first is its start) a coroutine takes a lock twice, or once.
#include "Inputs/coroutine.h"
static pthread_spinlock_t Lock;
static volatile int Count;
static Task<std::suspend_always> work() {
  pthread_spin_lock(&Lock);
  Count = Count + 1;
#ifndef SOUND
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  pthread_spin_unlock(&Lock);
  co_await std::suspend_always{};
}
int main() {
  Task<std::suspend_always> T = work();
  T.Handle.resume();
  return 0;
}
