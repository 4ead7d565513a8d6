// RUN: %verify %s
// do-while until trylock succeeds: held after the loop.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  do
    work();
  while (pthread_spin_trylock(&Lock) != 0);
  work();
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
