// RUN: %verify %s
// Callers unknown: an out-parameter tells.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
void begin(int *Held) {
  *Held = 0;
  if (rnd()) {
    pthread_spin_lock(&Lock);
#ifdef SOUND
    *Held = 1;
#endif
    return; // DEFECT: inconsistent-exit LOCK: Lock
  }
}
