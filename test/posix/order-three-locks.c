// RUN: %verify %s
// A waits for B, B for C, C for A: no two of them are a cycle.
#include <pthread.h>
static pthread_spinlock_t A, B, C;
static int Count;
static void *ab(void *Arg) {
  pthread_spin_lock(&A);
  pthread_spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
  return 0;
}
static void *bc(void *Arg) {
  pthread_spin_lock(&B);
  pthread_spin_lock(&C);
  Count++;
  pthread_spin_unlock(&C);
  pthread_spin_unlock(&B);
  return 0;
}
static void *ca(void *Arg) {
#ifdef SOUND
  pthread_spin_lock(&A);
  pthread_spin_lock(&C);
#else
  pthread_spin_lock(&C);
  pthread_spin_lock(&A);
#endif
  Count++;
  pthread_spin_unlock(&A);
  pthread_spin_unlock(&C);
  return 0;
}
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, ab, 0);
  pthread_create(&T, 0, bc, 0);
  pthread_create(&T, 0, ca, 0);
  return 0;
}
