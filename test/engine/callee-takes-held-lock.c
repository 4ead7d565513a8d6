// RUN: %verify %s
// The caller holds what the callee acquires.
#include <pthread.h>
static int Count;
pthread_spinlock_t Lock;
static __attribute__((noinline)) void add(int N) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  Count += N;
  pthread_spin_unlock(&Lock);
}
int main(int argc, char **argv) {
  pthread_spin_lock(&Lock);
  Count = argc;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
  add(1);
#else
  add(1);
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
