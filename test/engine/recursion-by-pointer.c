// RUN: %verify %s
// A function calls itself through a function pointer it was given.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
typedef void visitor(int, void *);
static __attribute__((noinline)) void visit(int N, void *Self) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work();
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  if (N > 0)
    ((visitor *)Self)(N - 1, Self);
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
}
int main(void) {
  visit(rnd(), (void *)visit);
  return 0;
}
