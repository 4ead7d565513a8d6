// RUN: %verify %s
// Two functions call each other; one holds the lock meanwhile.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static void odd(int N);
static __attribute__((noinline)) void even(int N) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  work();
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  if (N > 0)
    odd(N - 1);
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
}
static __attribute__((noinline)) void odd(int N) {
  work();
  if (N > 0)
    even(N - 1);
}
int main(void) {
  even(rnd());
  return 0;
}
