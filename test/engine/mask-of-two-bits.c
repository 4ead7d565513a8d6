// RUN: %verify %s
// Two bits tested together and one after the other.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned F = rnd();
  if ((F & 3) == 3)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if ((F & 1) && (F & 2))
#else
  if (F & 3)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
