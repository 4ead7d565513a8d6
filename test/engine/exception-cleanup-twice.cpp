// RUN: %verify-cxx %s
// The handler releases what the guard has released while unwinding.
#include <pthread.h>
void work();
void report() noexcept;
pthread_spinlock_t Lock;
struct Guard {
  Guard() { pthread_spin_lock(&Lock); }
  ~Guard() { pthread_spin_unlock(&Lock); }
};
int main() {
  try {
    Guard G;
    work();
  } catch (...) {
    report();
#ifndef SOUND
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
#endif
    return 1;
  }
  return 0;
}
