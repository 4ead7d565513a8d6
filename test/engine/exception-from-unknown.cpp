// RUN: %verify-cxx %s
// A function that is not known may throw, one that is noexcept does not.
#include <pthread.h>
#ifdef SOUND
void work() noexcept;
#else
void work();
#endif
pthread_spinlock_t Lock;
static __attribute__((noinline)) void update() {
  pthread_spin_lock(&Lock);
  work();
  pthread_spin_unlock(&Lock);
}
int main() {
  try {
    update();
  } catch (...) {
  }
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
