// RUN: %verify %s
// A flag is inverted by xor and tested again.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int Unlocked = rnd() & 1;
  if (!Unlocked)
    pthread_spin_lock(&Lock);
#ifdef SOUND
  int Locked = Unlocked ^ 1;
#else
  int Locked = Unlocked ^ 2;
#endif
  work();
  if (Locked)
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
