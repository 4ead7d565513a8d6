// RUN: %verify %s
// A lock that was tried is held all the same: whoever waits for it waits.
#include <pthread.h>
static pthread_spinlock_t A, B;
static int Count;
static void *first(void *Arg) {
  if (pthread_spin_trylock(&A))
    return 0;
  pthread_spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
  return 0;
}
static void *second(void *Arg) {
  pthread_spin_lock(&B);
#ifdef SOUND
  pthread_spin_unlock(&B);
#endif
  pthread_spin_lock(&A);
  Count++;
  pthread_spin_unlock(&A);
#ifndef SOUND
  pthread_spin_unlock(&B);
#endif
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, first, 0);
  pthread_create(&U, 0, second, 0);
  return 0;
}
