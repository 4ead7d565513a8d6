// RUN: %verify %s
// A flag argument decides whether the callee acquires.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static void begin(int Need) {
  if (Need)
    pthread_spin_lock(&Lock);
}
int main(void) {
  pthread_spin_lock(&Lock);
  work();
  pthread_spin_unlock(&Lock);
#ifdef SOUND
  begin(0);
#else
  begin(1);
#endif
  work();
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
