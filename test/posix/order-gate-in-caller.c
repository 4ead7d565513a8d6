// RUN: %verify %s
// The gate lock is taken by the callers of the two functions.
#include <pthread.h>
static pthread_spinlock_t Gate, A, B;
static int Count;
static __attribute__((noinline)) void forth(void) {
  pthread_spin_lock(&A);
  pthread_spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
}
static __attribute__((noinline)) void back(void) {
  pthread_spin_lock(&B);
  pthread_spin_lock(&A);
  Count--;
  pthread_spin_unlock(&A);
  pthread_spin_unlock(&B);
}
static void *first(void *Arg) {
  pthread_spin_lock(&Gate);
  forth();
  pthread_spin_unlock(&Gate);
  return 0;
}
static void *second(void *Arg) {
  pthread_spin_lock(&Gate);
  back();
  pthread_spin_unlock(&Gate);
#ifndef SOUND
  back();
#endif
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, first, 0);
  pthread_create(&U, 0, second, 0);
  return 0;
}
