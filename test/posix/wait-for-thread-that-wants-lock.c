// RUN: %verify %s
// A thread waits in a helper for the end of another that wants its lock.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
static void *worker(void *Arg) {
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
  return 0;
}
static __attribute__((noinline)) void collect(pthread_t T) {
  pthread_join(T, 0);
}
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, worker, 0);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  pthread_spin_unlock(&Lock);
  collect(T);
#else
  collect(T); // DEFECT: blocking-while-held LOCK: Lock
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
