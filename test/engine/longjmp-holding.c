// XFAIL: *
// longjmp is not followed: the verdict is Inconclusive instead of Defect.
// RUN: %verify %s
// longjmp leaves the locked region for a setjmp before it.
#include <pthread.h>
#include <setjmp.h>
int rnd(void);
static jmp_buf Env;
pthread_spinlock_t Lock;
static __attribute__((noinline)) void check(void) {
  if (rnd()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    longjmp(Env, 1);
  }
}
int main(void) {
  if (setjmp(Env))
    return 1; // DEFECT: held-at-exit LOCK: Lock
  pthread_spin_lock(&Lock);
  check();
  pthread_spin_unlock(&Lock);
  return 0;
}
