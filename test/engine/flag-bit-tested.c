// RUN: %verify %s
// One bit of a word decides; another bit decides nothing.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned Flags = rnd();
  if (Flags & 4)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if ((Flags & 4) != 0)
#else
  if (Flags & 8)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
