// RUN: %verify %s
// The example of its rule in docs/rules.md.
#include <pthread.h>
#include <stdlib.h>
struct queue { pthread_spinlock_t lock; int count; };
// EXAMPLE
struct queue *queue_new(int count) {
  struct queue *q = malloc(sizeof(*q));
  if (!q)
    return NULL;
#ifdef SOUND
  pthread_spin_init(&q->lock, PTHREAD_PROCESS_PRIVATE);
#endif
  pthread_spin_lock(&q->lock); // DEFECT: lock-lifetime
  q->count = count;
  pthread_spin_unlock(&q->lock);
  return q;
}
// END
