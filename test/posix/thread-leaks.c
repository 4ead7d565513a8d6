// RUN: %verify %s
// The start routine of a thread returns with the lock held.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Jobs;
static void *run(void *Arg) {
  pthread_spin_lock(&Lock);
  if (!Jobs)
#ifdef SOUND
    goto out;
#else
    return 0; // DEFECT: held-at-exit
#endif
  Jobs--;
#ifdef SOUND
out:
#endif
  pthread_spin_unlock(&Lock);
  return Arg;
}
int main(void) {
  pthread_t T;
  return pthread_create(&T, 0, run, 0);
}
