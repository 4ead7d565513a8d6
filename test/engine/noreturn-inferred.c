// RUN: %verify %s
// A function without the attribute that never returns.
#include <pthread.h>
#include <stdlib.h>
int rnd(void);
void report(int);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void fail(int Code) {
  report(Code);
#ifndef SOUND
  if (Code > 10)
#endif
    exit(Code);
}
int main(void) {
  int Rc = rnd();
  pthread_spin_lock(&Lock);
  if (Rc) {
    fail(Rc);
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
