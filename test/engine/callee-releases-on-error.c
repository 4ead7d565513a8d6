// RUN: %verify %s
// The callee has released the lock when it fails; the caller must not.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) int step(void) {
  if (rnd()) {
    pthread_spin_unlock(&Lock);
    return -1;
  }
  return 0;
}
int main(void) {
  int Rc;
  pthread_spin_lock(&Lock);
  Rc = step();
#ifdef SOUND
  if (Rc)
    return 1;
#endif
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return Rc;
}
