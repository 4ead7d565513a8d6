// RUN: %verify-cxx %s
// An exception that nobody catches ends the program: main does not return.
#include <pthread.h>
int rnd() noexcept;
pthread_spinlock_t Lock;
static __attribute__((noinline)) int update() {
  pthread_spin_lock(&Lock);
  if (rnd())
#ifdef SOUND
    throw 1;
#else
    return 1;
#endif
  pthread_spin_unlock(&Lock);
  return 0;
}
int main() {
  return update(); // DEFECT: held-at-exit LOCK: Lock
}
