// RUN: %verify %s
// A lock is initialised a second time, with no destroy in between.
#include <pthread.h>
static pthread_spinlock_t Lock;
static int Count;
static void reset(void) {
#ifdef SOUND
  pthread_spin_destroy(&Lock);
#endif
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE); // DEFECT: lock-lifetime LOCK: Lock
  Count = 0;
}
int main(void) {
  pthread_spin_init(&Lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&Lock);
  Count++;
  pthread_spin_unlock(&Lock);
  reset();
  return 0;
}
