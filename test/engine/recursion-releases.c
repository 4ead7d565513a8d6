// RUN: %verify %s
// The recursion as a whole releases once, in its last call.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void drain(int N) {
  work();
  if (N > 0) {
    drain(N - 1);
#ifdef SOUND
    return;
#endif
  }
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
}
int main(void) {
  pthread_spin_lock(&Lock);
  drain(rnd());
  work();
  return 0;
}
