// RUN: %verify %s
// The callee returns with the lock held; the caller must release it.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void begin(void) {
  work();
  pthread_spin_lock(&Lock);
}
int main(void) {
  begin();
  work();
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
