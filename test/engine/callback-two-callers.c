// RUN: %verify %s
// Each caller passes its own callback; only one of them takes the lock.
#include <pthread.h>
static int Sum;
int Values[8];
pthread_spinlock_t Lock;
static __attribute__((noinline)) void each(void (*F)(int)) { F(Values[0]); }
static void plain(int V) { Sum += V; }
static void locked(int V) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  Sum += V;
  pthread_spin_unlock(&Lock);
}
int main(void) {
  each(locked);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  each(plain);
#else
  each(locked);
#endif
  pthread_spin_unlock(&Lock);
  return Sum;
}
