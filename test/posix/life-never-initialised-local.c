// RUN: %verify %s
// A lock on the stack that nobody initialised.
#include <pthread.h>
void run(pthread_spinlock_t *);
int main(void) {
  pthread_spinlock_t Lock;
  int Count = 0;
#ifdef SOUND
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
#endif
  pthread_spin_lock(&Lock); // DEFECT: lock-lifetime LOCK: Lock
  Count++;
  pthread_spin_unlock(&Lock);
  return Count;
}
