// REQUIRES: solver
// RUN: %verify %s
// A ^ B is not zero exactly if the two differ.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  unsigned A = rnd(), B = rnd();
  if (A ^ B)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (A != B)
#else
  if (A | B)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
