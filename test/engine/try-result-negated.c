// RUN: %verify %s
// A bool that says the opposite of the result.
#include <pthread.h>
#include <stdbool.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  bool Got = !pthread_spin_trylock(&Lock);
  work();
#ifdef SOUND
  if (!Got)
#else
  if (Got)
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
