// RUN: %verify %s
// The branch on the result decides what is held.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  if (pthread_spin_trylock(&Lock) == 0) {
    work();
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return 0; // DEFECT: held-at-exit LOCK: Lock
  }
  return 1;
}
