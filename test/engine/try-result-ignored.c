// RUN: %verify %s
// Nobody looks at the result.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
#ifdef SOUND
  pthread_spin_lock(&Lock);
#else
  pthread_spin_trylock(&Lock);
#endif
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
