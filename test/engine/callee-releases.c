// RUN: %verify %s
// The callee has released already.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void end(void) {
  pthread_spin_unlock(&Lock);
  work();
}
int main(void) {
  pthread_spin_lock(&Lock);
  end();
#ifndef SOUND
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
#endif
  return 0;
}
