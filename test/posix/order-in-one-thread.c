// RUN: %verify %s
// main takes the locks in both orders, but it never runs beside itself.
#include <pthread.h>
static pthread_spinlock_t A, B;
static int Count;
static void *forth(void *Arg) {
  pthread_spin_lock(&A);
  pthread_spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
  return 0;
}
static void back(void) {
  pthread_spin_lock(&B);
  pthread_spin_lock(&A);
  Count--;
  pthread_spin_unlock(&A);
  pthread_spin_unlock(&B);
}
int main(void) {
#ifdef SOUND
  forth(0);
#else
  pthread_t T;
  pthread_create(&T, 0, forth, 0);
#endif
  back();
  return 0;
}
