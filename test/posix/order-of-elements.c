// RUN: %verify %s
// Two elements of one array, by constant indexes.
#include <pthread.h>
static pthread_spinlock_t Lock[4];
static int Count[4];
static void *up(void *Arg) {
  pthread_spin_lock(&Lock[1]);
  pthread_spin_lock(&Lock[2]); // DEFECT: lock-order-inversion
  Count[2] += Count[1];
  pthread_spin_unlock(&Lock[2]);
  pthread_spin_unlock(&Lock[1]);
  return 0;
}
static void *down(void *Arg) {
#ifdef SOUND
  pthread_spin_lock(&Lock[1]);
  pthread_spin_lock(&Lock[2]);
#else
  pthread_spin_lock(&Lock[2]);
  pthread_spin_lock(&Lock[1]);
#endif
  Count[1] += Count[2];
  pthread_spin_unlock(&Lock[1]);
  pthread_spin_unlock(&Lock[2]);
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, up, 0);
  pthread_create(&U, 0, down, 0);
  return 0;
}
