// RUN: %verify %s
// Inside a spin lock a mutex may be tried, not waited for.
#include <pthread.h>
static pthread_spinlock_t Lock;
static pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
static int Count;
static void *worker(void *Arg) {
  pthread_spin_lock(&Lock);
#ifdef SOUND
  if (pthread_mutex_trylock(&Mutex) == 0) {
#else
  if (pthread_mutex_lock(&Mutex) == 0) { // DEFECT: blocking-while-held LOCK: Lock
#endif
    Count++;
    pthread_mutex_unlock(&Mutex);
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, worker, 0);
  return 0;
}
