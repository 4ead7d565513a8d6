// RUN: %verify %s
// A flag that follows the lock is toggled in a loop.
#include <pthread.h>
#include <stdbool.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  bool Held = false;
  while (rnd()) {
    if (!Held) {
      pthread_spin_lock(&Lock);
      Held = true;
    } else {
      pthread_spin_unlock(&Lock);
      Held = false;
    }
    work();
  }
#ifdef SOUND
  if (Held)
    pthread_spin_unlock(&Lock);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
