// RUN: %verify %s
// Wrappers of wrappers of wrappers, lock as argument.
#include <pthread.h>
void work(void);
pthread_spinlock_t A, B;
static __attribute__((noinline)) void lock1(pthread_spinlock_t *L) {
  pthread_spin_lock(L);
}
static __attribute__((noinline)) void lock2(pthread_spinlock_t *L) { lock1(L); }
static __attribute__((noinline)) void lock3(pthread_spinlock_t *L) { lock2(L); }
static __attribute__((noinline)) void unlock1(pthread_spinlock_t *L) {
  pthread_spin_unlock(L);
}
static __attribute__((noinline)) void unlock2(pthread_spinlock_t *L) {
  unlock1(L);
}
static __attribute__((noinline)) void unlock3(pthread_spinlock_t *L) {
  unlock2(L);
}
int main(void) {
  lock3(&A);
  lock3(&B);
  work();
  unlock3(&B);
#ifdef SOUND
  unlock3(&A);
#endif
  return 0; // DEFECT: held-at-exit LOCK: A
}
