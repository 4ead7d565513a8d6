// REQUIRES: solver
// RUN: %verify %s
// B is read no more when A and C are compared, and still stands between them.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned A = rnd();
  unsigned C = rnd();
  unsigned B = rnd();
  if (A > B)
    return 1;
  if (B > C)
    return 2;
  work();
  pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (A <= C)
#else
  if (A < C)
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
