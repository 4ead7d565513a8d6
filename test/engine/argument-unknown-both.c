// RUN: %verify %s
// The same unknown flag goes to the acquiring and the releasing callee.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void begin(int Need) {
  if (Need)
    pthread_spin_lock(&Lock);
}
static __attribute__((noinline)) void end(int Need) {
  if (Need)
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
}
int main(void) {
  int Need = rnd();
  begin(Need);
  work();
#ifdef SOUND
  end(Need);
#else
  end(!Need);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
