// RUN: %verify %s
// A flag that a callee reads and writes: it takes the lock once.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) void need(int *Held) {
  if (!*Held) {
    pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#ifdef SOUND
    *Held = 1;
#endif
  }
}
int main(void) {
  int Held = 0;
  need(&Held);
  work();
  need(&Held);
  work();
  if (Held)
    pthread_spin_unlock(&Lock);
  return 0;
}
