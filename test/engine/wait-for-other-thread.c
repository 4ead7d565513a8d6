// RUN: %verify %s
// A loop that waits until another thread has changed what it reads: what comes
// after it is reached.
#include <pthread.h>
#include <sched.h>
static struct queue {
  pthread_spinlock_t Lock;
  int Blocked, Waiters;
} Queue;
void resume(void) { Queue.Blocked = 0; }
void block(void) { Queue.Blocked = 1; }
int main(void) {
  if (!Queue.Blocked)
    return 0;
  ++Queue.Waiters;
  while (Queue.Blocked)
    sched_yield();
  pthread_spin_lock(&Queue.Lock);
  --Queue.Waiters;
#ifdef SOUND
  pthread_spin_unlock(&Queue.Lock);
#endif
  return 0; // DEFECT: held-at-exit CONFIDENCE: medium
}
