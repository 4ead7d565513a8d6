// RUN: %verify %s
// One element of a local array of flags decides.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int Held[3] = {0, 0, 0};
  if (rnd()) {
    pthread_spin_lock(&Lock);
    Held[1] = 1;
  }
  work();
#ifdef SOUND
  if (Held[1])
#else
  if (Held[2])
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
