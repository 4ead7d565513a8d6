// RUN: %verify %s
// A flag argument decides whether the callee releases.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static void end(int Locked) {
  work();
  if (Locked)
    pthread_spin_unlock(&Lock);
}
int main(void) {
  pthread_spin_lock(&Lock);
#ifdef SOUND
  end(1);
#else
  end(0);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
