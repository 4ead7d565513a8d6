// RUN: %verify %s
// The second callee runs only if the first one succeeded.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t A, B;
static __attribute__((noinline)) int lockA(void) {
  if (rnd())
    return 0;
  pthread_spin_lock(&A);
  return 1;
}
static __attribute__((noinline)) int lockB(void) {
  if (rnd())
    return 0;
  pthread_spin_lock(&B);
  return 1;
}
int main(void) {
  if (lockA()) {
    if (lockB()) {
      work();
      pthread_spin_unlock(&B);
    }
#ifndef SOUND
    else
      return 1; // DEFECT: held-at-exit LOCK: A
#endif
    pthread_spin_unlock(&A);
  }
  return 0;
}
