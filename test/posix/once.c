// RUN: %verify %s
// pthread_once calls its function at once, under the caller's lock.
#include <pthread.h>
static pthread_spinlock_t Lock;
static pthread_once_t Once = PTHREAD_ONCE_INIT;
static volatile int Ready;
static void setup(void) {
#ifndef SOUND
  pthread_spin_lock(&Lock); // DEFECT: double-acquire
#endif
  Ready = 1;
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
}
int main(void) {
  pthread_spin_lock(&Lock);
  pthread_once(&Once, setup);
  pthread_spin_unlock(&Lock);
  return 0;
}
