// RUN: %verify %s
// Whoever only tries the second lock never waits for it.
#include <pthread.h>
static pthread_spinlock_t A, B;
static int Count;
static void *first(void *Arg) {
  pthread_spin_lock(&A);
  pthread_spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
  return 0;
}
static void *second(void *Arg) {
  pthread_spin_lock(&B);
#ifdef SOUND
  if (pthread_spin_trylock(&A) == 0) {
#else
  if (pthread_spin_lock(&A) == 0) {
#endif
    Count++;
    pthread_spin_unlock(&A);
  }
  pthread_spin_unlock(&B);
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, first, 0);
  pthread_create(&U, 0, second, 0);
  return 0;
}
