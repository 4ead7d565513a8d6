// RUN: %verify %s
// The lock is an argument; the wrong one is released.
#include <pthread.h>
void work(void);
pthread_spinlock_t A, B;
static __attribute__((noinline)) void begin(pthread_spinlock_t *L) {
  pthread_spin_lock(L);
}
static __attribute__((noinline)) void end(pthread_spinlock_t *L) {
  pthread_spin_unlock(L); // DEFECT: release-unheld
}
int main(void) {
  begin(&A);
  work();
#ifdef SOUND
  end(&A);
#else
  end(&B);
#endif
  return 0; // DEFECT: held-at-exit LOCK: A
}
