// RUN: %verify %s
// The deepest call of a recursion keeps the lock.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void visit(int N) {
  pthread_spin_lock(&Lock);
  work();
#ifndef SOUND
  if (N <= 0)
    return;
#endif
  pthread_spin_unlock(&Lock);
  if (N > 0)
    visit(N - 1);
  work();
}
int main(void) {
  visit(rnd());
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
