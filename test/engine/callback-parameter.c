// RUN: %verify %s
// A function pointer argument is called under the lock and takes it.
#include <pthread.h>
static int Sum;
int Values[8];
pthread_spinlock_t Lock;
static __attribute__((noinline)) void each(void (*F)(int)) {
  pthread_spin_lock(&Lock);
  F(Values[0]);
  pthread_spin_unlock(&Lock);
}
static void add(int V) {
#ifndef SOUND
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  Sum += V;
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
}
int main(void) {
  each(add);
  return Sum;
}
