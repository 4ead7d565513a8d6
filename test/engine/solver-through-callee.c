// REQUIRES: solver
// RUN: %verify %s
// The callee's condition, told by its caller's arguments.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void enter(unsigned X, unsigned Y) {
  if (X + Y == 10)
    pthread_spin_lock(&Lock);
}
int main(void) {
  unsigned A = rnd(), B = rnd();
  enter(A, B);
  work();
#ifdef SOUND
  if (B == 10 - A)
#else
  if (B == 10 - A || B == 0)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
