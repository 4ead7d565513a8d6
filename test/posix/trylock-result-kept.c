// RUN: %verify %s
// The result of trylock is kept in a variable and tested again later.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Count;
int main(void) {
  int Busy = pthread_spin_trylock(&Lock);
  if (!Busy)
    Count++;
#ifdef SOUND
  if (!Busy)
#else
  if (Busy != 16)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld
  return 0;
}
