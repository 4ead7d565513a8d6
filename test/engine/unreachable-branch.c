// RUN: %verify %s
// A constant makes the bad branch unreachable.
#include <pthread.h>
void work(void);
#ifdef SOUND
enum { Debug = 0 };
#else
enum { Debug = 1 };
#endif
pthread_spinlock_t Lock;
int main(void) {
  int Verbose = Debug;
  pthread_spin_lock(&Lock);
  work();
  if (Verbose)
    return 1; // DEFECT: held-at-exit LOCK: Lock
  pthread_spin_unlock(&Lock);
  return 0;
}
