// RUN: %verify %s
// The process goes on when a thread exits with a lock.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
static void *worker(void *Arg) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    pthread_exit(Arg); // DEFECT: held-at-exit LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
int main(void) {
  pthread_t T;
  return pthread_create(&T, 0, worker, 0);
}
