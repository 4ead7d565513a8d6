// RUN: %verify-cxx %s
// An exception does not leave a noexcept function: the program ends.
#include <pthread.h>
int rnd() noexcept;
void report() noexcept;
pthread_spinlock_t Lock;
#ifdef SOUND
#define MAY_THROW noexcept
#else
#define MAY_THROW
#endif
static void fail() { throw 1; }
static __attribute__((noinline)) void update() MAY_THROW {
  pthread_spin_lock(&Lock);
  if (rnd())
    fail();
  pthread_spin_unlock(&Lock);
}
int main() {
  try {
    update();
  } catch (...) {
    report();
  }
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
