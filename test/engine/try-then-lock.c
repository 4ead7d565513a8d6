// RUN: %verify %s
// trylock first, the blocking acquisition when it fails.
#include <pthread.h>
void work(void);
static int Contended;
pthread_spinlock_t Lock;
int main(void) {
#ifdef SOUND
  if (pthread_spin_trylock(&Lock)) {
#else
  if (!pthread_spin_trylock(&Lock)) {
#endif
    ++Contended;
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  }
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
