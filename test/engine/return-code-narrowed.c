// RUN: %verify %s
// The code is kept in a short.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) int begin(void) {
  if (rnd())
    return -110;
  pthread_spin_lock(&Lock);
  return 4;
}
int main(void) {
  short Rc = begin();
#ifdef SOUND
  if (Rc < 0)
#else
  if (Rc > 0)
#endif
    return 1; // DEFECT: held-at-exit LOCK: Lock
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
