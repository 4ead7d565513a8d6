// RUN: %verify %s
// exit() ends the process, and its locks with it; a return from the thread does
// not.
#include <pthread.h>
#include <stdlib.h>
static pthread_spinlock_t Lock;
static volatile int Stop;
static void *run(void *Arg) {
  pthread_spin_lock(&Lock);
  if (Stop) {
#ifdef SOUND
    exit(1);
#endif
    return 0; // DEFECT: held-at-exit
  }
  pthread_spin_unlock(&Lock);
  return Arg;
}
int main(void) {
  pthread_t T;
  return pthread_create(&T, 0, run, 0);
}
