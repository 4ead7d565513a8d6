// RUN: %verify %s
// A < B and B > A are the same; B >= A is not.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int A = rnd(), B = rnd();
  if (A < B)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (B > A)
#else
  if (B >= A)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
