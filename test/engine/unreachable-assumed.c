// RUN: %verify %s
// __builtin_unreachable rules a path out.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int N = rnd();
#ifdef SOUND
  if (N < 0)
    __builtin_unreachable();
#endif
  if (N >= 0)
    pthread_spin_lock(&Lock);
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
