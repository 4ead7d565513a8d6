// RUN: %verify %s
// pthread_exit deep inside a thread leaves the lock held.
#include <pthread.h>
static pthread_spinlock_t Lock;
static volatile int Stop;
static void check(void) {
  if (Stop) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    pthread_exit(0); // DEFECT: held-at-exit
  }
}
static void *run(void *Arg) {
  pthread_spin_lock(&Lock);
  check();
  pthread_spin_unlock(&Lock);
  return Arg;
}
int main(void) {
  pthread_t T;
  return pthread_create(&T, 0, run, 0);
}
