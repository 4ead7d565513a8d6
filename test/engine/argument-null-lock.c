// RUN: %verify %s
// A wrapper ignores a null lock.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static void begin(pthread_spinlock_t *L) {
  if (L)
    pthread_spin_lock(L);
}
int main(void) {
  pthread_spin_lock(&Lock);
  work();
  pthread_spin_unlock(&Lock);
#ifdef SOUND
  begin(0);
#else
  begin(&Lock);
#endif
  work();
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
