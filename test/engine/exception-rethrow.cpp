// RUN: %verify-cxx %s
// A handler releases and throws on.
#include <pthread.h>
void work();
void report() noexcept;
pthread_spinlock_t Lock;
static __attribute__((noinline)) void update() {
  pthread_spin_lock(&Lock);
  try {
    work();
  } catch (...) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    throw;
  }
  pthread_spin_unlock(&Lock);
}
int main() {
  try {
    update();
  } catch (...) {
    report();
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  return 0;
}
