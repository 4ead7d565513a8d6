// RUN: %verify %s
// A function returns what pthread_spin_lock returned, and its caller ignores it.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Count;
static __attribute__((noinline)) int take(void) {
  return pthread_spin_lock(&Lock);
}
int main(void) {
  take();
  Count++;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
