// RUN: %verify %s
// A callback is registered into a field and called from elsewhere.
#include <pthread.h>
static int Done;
struct timer {
  pthread_spinlock_t Lock;
  void (*Expire)(struct timer *);
} Timer;
static void expire(struct timer *T) {
#ifdef SOUND
  Done = 1;
#else
  pthread_spin_lock(&T->Lock); // DEFECT: double-acquire
  Done = 1;
  pthread_spin_unlock(&T->Lock);
#endif
}
static __attribute__((noinline)) void arm(struct timer *T,
                                          void (*F)(struct timer *)) {
  T->Expire = F;
}
static void *worker(void *Arg) {
  struct timer *T = Arg;
  pthread_spin_lock(&T->Lock);
  T->Expire(T);
  pthread_spin_unlock(&T->Lock);
  return 0;
}
int main(void) {
  pthread_t T;
  arm(&Timer, expire);
  return pthread_create(&T, 0, worker, &Timer);
}
