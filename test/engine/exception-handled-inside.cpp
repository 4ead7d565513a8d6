// RUN: %verify-cxx %s
// The handler inside the locked region swallows the exception and goes on.
#include <pthread.h>
void work();
void report() noexcept;
pthread_spinlock_t Lock;
int main() {
  pthread_spin_lock(&Lock);
  try {
    work();
  } catch (...) {
    report();
#ifndef SOUND
    return 1; // DEFECT: held-at-exit LOCK: Lock
#endif
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
