// RUN: %verify %s
// An object is copied with the lock in it.
#include <pthread.h>
struct queue {
  pthread_spinlock_t Lock;
  int Length, Item[14];
};
static struct queue Queue;
void show(struct queue *);
int main(void) {
  struct queue Copy;
  pthread_spin_init(&Queue.Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Queue.Lock);
#ifdef SOUND
  Copy.Length = Queue.Length;
#else
  Copy = Queue; // DEFECT: lock-lifetime LOCK: Queue.Lock
#endif
  pthread_spin_unlock(&Queue.Lock);
  show(&Copy);
  return 0;
}
