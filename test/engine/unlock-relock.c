// RUN: %verify %s
// The lock is released around a call and taken again.
#include <pthread.h>
void work(void);
void slow(void);
pthread_spinlock_t Lock;
int main(void) {
  pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  slow();
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work();
  pthread_spin_unlock(&Lock);
  return 0;
}
