// RUN: %verify %s
// A ternary turns the condition into a value.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int N = rnd();
  int Mode = N > 0 ? 7 : 3;
  if (N > 0)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (Mode == 7)
#else
  if (Mode == 3)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
