// RUN: %verify %s
// A fresh object's lock is used before its constructor has run.
#include <pthread.h>
#include <stdlib.h>
struct queue {
  pthread_spinlock_t Lock;
  int Length;
};
static void setup(struct queue *Q) {
  pthread_spin_init(&Q->Lock, PTHREAD_PROCESS_PRIVATE);
  Q->Length = 0;
}
struct queue *create(int N) {
  struct queue *Q = malloc(sizeof(struct queue));
  if (!Q)
    return 0;
#ifdef SOUND
  setup(Q);
#endif
  pthread_spin_lock(&Q->Lock); // DEFECT: lock-lifetime LOCK: Q->Lock
  Q->Length = N;
  pthread_spin_unlock(&Q->Lock);
#ifndef SOUND
  setup(Q);
#endif
  return Q;
}
