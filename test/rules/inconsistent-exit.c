// RUN: %verify %s
// The example of its rule in docs/rules.md.
#include <pthread.h>
struct queue { pthread_spinlock_t lock; int stopped, count; };
// EXAMPLE
/* Nothing tells the caller whether the lock is held. */
void queue_begin(struct queue *q) {
  pthread_spin_lock(&q->lock);
  if (q->stopped) {
#ifdef SOUND
    q->count = 0;
#else
    pthread_spin_unlock(&q->lock);
#endif
    return;
  }
  q->count++;
} // DEFECT: inconsistent-exit
// END
