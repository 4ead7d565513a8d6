// RUN: %verify %s %S/Inputs/order-statistics.c
// Each order is one call deep, and the two are in different files.
#include "Inputs/order.h"
#include <pthread.h>
pthread_spinlock_t QueueLock;
static int Length;
int queue_length(void) {
  pthread_spin_lock(&QueueLock);
  int N = Length;
  pthread_spin_unlock(&QueueLock);
  return N;
}
static void *producer(void *Arg) {
  for (int I = 0; I < 100; ++I) {
    pthread_spin_lock(&QueueLock);
    Length++;
#ifndef SOUND
    statistics_count();
#endif
    pthread_spin_unlock(&QueueLock);
  }
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, producer, 0);
  pthread_create(&U, 0, reporter, 0);
  return 0;
}
