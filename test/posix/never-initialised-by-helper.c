// RUN: %verify %s
// As never-initialised-in-program.c: a helper that gets the address of the lock
// initialises it.
#include <pthread.h>
#include <stdlib.h>
struct queue {
  pthread_spinlock_t In, Out;
  int Count;
};
static void init(pthread_spinlock_t *Lock) {
  pthread_spin_init(Lock, PTHREAD_PROCESS_PRIVATE);
}
static void *consume(void *Arg) {
  struct queue *Q = Arg;
  pthread_spin_lock(&Q->Out); // DEFECT: lock-lifetime
  Q->Count--;
  pthread_spin_unlock(&Q->Out);
  return NULL;
}
int main(void) {
  pthread_t Consumer;
  struct queue *Q = malloc(sizeof(*Q));
  if (!Q)
    return 1;
  pthread_spin_init(&Q->In, PTHREAD_PROCESS_PRIVATE);
#ifdef SOUND
  init(&Q->Out);
#endif
  pthread_create(&Consumer, NULL, consume, Q);
  pthread_spin_lock(&Q->In);
  Q->Count++;
  pthread_spin_unlock(&Q->In);
  pthread_join(Consumer, NULL);
  return 0;
}
