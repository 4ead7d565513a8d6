// RUN: %verify %s
// A comparison kept in a bool agrees with the same comparison made again.
#include <pthread.h>
#include <stdbool.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int N = rnd();
  bool Big = N > 10;
  if (Big)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (N > 10)
#else
  if (N >= 10)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
