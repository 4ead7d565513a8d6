// RUN: %verify %s
// A function ends with its own lock held; a thread may still want it.
#include <pthread.h>
int publish(pthread_spinlock_t *);
int try_once(void) {
  pthread_spinlock_t Lock;
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  int Failed = publish(&Lock);
  pthread_spin_lock(&Lock);
  if (Failed) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return -1; // DEFECT: lock-lifetime LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
