// RUN: %verify %s
// trylock on a lock that is held fails and does no harm; lock deadlocks.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
#ifdef SOUND
  if (pthread_spin_trylock(&Lock) == 0)
    pthread_spin_unlock(&Lock);
#else
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  work();
  pthread_spin_unlock(&Lock);
  return 0;
}
