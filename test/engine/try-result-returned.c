// RUN: %verify %s
// A wrapper returns the result of trylock, turned round.
#include <pthread.h>
#include <stdbool.h>
void work(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) bool enter(void) {
  if (pthread_spin_trylock(&Lock))
    return false;
  return true;
}
int main(void) {
#ifdef SOUND
  if (!enter())
#else
  if (enter())
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
