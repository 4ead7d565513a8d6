// RUN: %verify --no-sound %s
// All locks of an array are taken in ascending order, and given up: no order of
// two of them is ever turned round.
#include <pthread.h>
static pthread_spinlock_t Lock[8];
static int Count[8];
static void *sum(void *Arg) {
  int Sum = 0;
  for (int I = 0; I < 8; ++I)
    pthread_spin_lock(&Lock[I]);
  for (int I = 0; I < 8; ++I)
    Sum += Count[I];
  for (int I = 0; I < 8; ++I)
    pthread_spin_unlock(&Lock[I]);
  *(int *)Arg = Sum;
  return 0;
}
static void *two(void *Arg) {
  pthread_spin_lock(&Lock[2]);
  pthread_spin_lock(&Lock[5]);
  Count[5] += Count[2];
  pthread_spin_unlock(&Lock[5]);
  pthread_spin_unlock(&Lock[2]);
  return 0;
}
int main(void) {
  pthread_t T, U;
  int Sum;
  pthread_create(&T, 0, sum, &Sum);
  pthread_create(&U, 0, two, 0);
  return 0;
}
