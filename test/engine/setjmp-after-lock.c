// RUN: %verify %s
// setjmp returns a second time with the lock held.
#include <pthread.h>
#include <setjmp.h>
int rnd(void);
static jmp_buf Env;
pthread_spinlock_t Lock;
static __attribute__((noinline)) void check(void) {
  if (rnd())
    longjmp(Env, 1);
}
int main(void) {
  pthread_spin_lock(&Lock);
  if (setjmp(Env)) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  }
  check();
  pthread_spin_unlock(&Lock);
  return 0;
}
