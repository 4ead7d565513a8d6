// RUN: %verify %s --levels O0,O1
// A lock that the whole program acquires and never initialises: no path shows
// it, because queues are made in one thread and used in another.
#include <pthread.h>
#include <stdlib.h>
struct queue {
  pthread_spinlock_t In, Out;
  int Count;
};
static struct queue *Queue;
static void *consume(void *Arg) {
  struct queue *Q = Arg;
  pthread_spin_lock(&Q->Out); // DEFECT: lock-lifetime
  Q->Count--;
  pthread_spin_unlock(&Q->Out);
  return NULL;
}
static void produce(struct queue *Q) {
  pthread_spin_lock(&Q->In);
  Q->Count++;
  pthread_spin_unlock(&Q->In);
}
int main(void) {
  pthread_t Consumer;
  Queue = malloc(sizeof(*Queue));
  if (!Queue)
    return 1;
  pthread_spin_init(&Queue->In, PTHREAD_PROCESS_PRIVATE);
#ifdef SOUND
  pthread_spin_init(&Queue->Out, PTHREAD_PROCESS_PRIVATE);
#endif
  pthread_create(&Consumer, NULL, consume, Queue);
  produce(Queue);
  pthread_join(Consumer, NULL);
  return 0;
}
