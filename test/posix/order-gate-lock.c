// RUN: %verify %s
// Both orders are found under a third lock, which keeps them apart.
#include <pthread.h>
static pthread_spinlock_t Gate, A, B;
static int Count;
static void *first(void *Arg) {
  pthread_spin_lock(&Gate);
  pthread_spin_lock(&A);
  pthread_spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
  pthread_spin_unlock(&Gate);
  return 0;
}
static void *second(void *Arg) {
#ifdef SOUND
  pthread_spin_lock(&Gate);
#endif
  pthread_spin_lock(&B);
  pthread_spin_lock(&A);
  Count++;
  pthread_spin_unlock(&A);
  pthread_spin_unlock(&B);
#ifdef SOUND
  pthread_spin_unlock(&Gate);
#endif
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, first, 0);
  pthread_create(&U, 0, second, 0);
  return 0;
}
