// RUN: %verify %s
// The callee releases the caller's lock around slow work and takes it again.
#include <pthread.h>
void slow(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void pause(void) {
  pthread_spin_unlock(&Lock);
  slow();
#ifdef SOUND
  pthread_spin_lock(&Lock);
#endif
}
int main(void) {
  pthread_spin_lock(&Lock);
  pause();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
