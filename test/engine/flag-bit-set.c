// RUN: %verify %s
// A bit is set when the lock is taken and tested before the release.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned Flags = (unsigned)rnd() & ~3u;
  if (rnd()) {
    pthread_spin_lock(&Lock);
#ifdef SOUND
    Flags |= 1;
#else
    Flags |= 2;
#endif
  }
  work();
  if (Flags & 1)
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
