// RUN: %verify %s
// A callback returns with the lock held; the caller's release is right.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static void begin(void) { pthread_spin_lock(&Lock); }
static void nothing(void) { work(); }
static __attribute__((noinline)) void run(void (*Enter)(void)) {
  Enter();
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
}
int main(void) {
#ifdef SOUND
  run(begin);
#else
  run(nothing);
#endif
  nothing();
  return 0;
}
