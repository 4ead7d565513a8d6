// RUN: %verify %s
// A bounded number of attempts; the last failure must be seen.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int I;
  for (I = 0; I < 3; ++I)
    if (pthread_spin_trylock(&Lock) == 0)
      break;
#ifdef SOUND
  if (I == 3)
    return 1;
#endif
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
