// RUN: %verify %s
// N > 10 and N >= 11 are the same; N >= 12 is not.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int N = rnd();
  if (N > 10)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (N >= 11)
#else
  if (N >= 12)
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
