// RUN: %verify %s
// 'The caller holds the lock': one of three callers does not.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void finish(int Code) {
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
}
static __attribute__((noinline)) void one(void) {
  pthread_spin_lock(&Lock);
  finish(1);
}
static __attribute__((noinline)) void two(void) {
  pthread_spin_lock(&Lock);
  work();
  finish(2);
}
static __attribute__((noinline)) void three(void) {
#ifdef SOUND
  pthread_spin_lock(&Lock);
#endif
  finish(3);
}
int main(void) {
  one();
  if (rnd())
    two();
  else
    three();
  return 0;
}
