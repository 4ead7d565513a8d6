// RUN: %verify %s
// A function that calls itself while it holds the lock.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void visit(int N) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work();
#ifdef SOUND
  pthread_spin_unlock(&Lock);
  if (N > 0)
    visit(N - 1);
#else
  if (N > 0)
    visit(N - 1);
  pthread_spin_unlock(&Lock);
#endif
  work();
}
int main(void) {
  visit(rnd());
  return 0;
}
