// RUN: %verify %s
// The bit must be cleared when the lock is released early.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned Flags = (unsigned)rnd() | 1;
  pthread_spin_lock(&Lock);
  if (rnd()) {
    pthread_spin_unlock(&Lock);
#ifdef SOUND
    Flags &= ~1u;
#else
    Flags &= ~2u;
#endif
  }
  work();
  if (Flags & 1)
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
