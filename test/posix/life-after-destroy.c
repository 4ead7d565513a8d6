// RUN: %verify %s
// A lock is taken once more after it was destroyed.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
static __attribute__((noinline)) int last(void) {
  pthread_spin_lock(&Lock); // DEFECT: lock-lifetime LOCK: Lock
  int N = Count;
  pthread_spin_unlock(&Lock);
  return N;
}
int main(void) {
  int N;
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
#ifdef SOUND
  N = last();
  pthread_spin_destroy(&Lock);
#else
  pthread_spin_destroy(&Lock);
  N = last();
#endif
  return N;
}
