// RUN: %verify %s
// A callee initialises the lock that its caller holds.
#include <pthread.h>
struct queue {
  pthread_spinlock_t Lock;
  int Length;
};
static struct queue Queue;
static __attribute__((noinline)) void clear(struct queue *Q) {
  Q->Length = 0;
#ifndef SOUND
  pthread_spin_init(&Q->Lock, PTHREAD_PROCESS_PRIVATE); // DEFECT: lock-lifetime
#endif
}
int main(void) {
  pthread_spin_init(&Queue.Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Queue.Lock);
  clear(&Queue);
#ifdef SOUND
  pthread_spin_unlock(&Queue.Lock);
#endif
  return 0;
}
