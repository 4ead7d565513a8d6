// RUN: %verify %s
// A mutex may be held at the end of main; a spin lock may not.
#include <pthread.h>
static pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t Lock;
int main(void) {
  pthread_mutex_lock(&Mutex);
  pthread_spin_lock(&Lock);
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
