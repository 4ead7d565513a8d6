// RUN: %verify %s
// Three results; the lock is held with one of them.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
void work(void);
enum result { Done, Pending, Failed };
static __attribute__((noinline)) enum result submit(void) {
  if (rnd())
    return Failed;
  pthread_spin_lock(&Lock);
  if (rnd())
    return Pending;
  pthread_spin_unlock(&Lock);
  return Done;
}
int main(void) {
  switch (submit()) {
#ifdef SOUND
  case Pending:
#else
  case Failed:
#endif
    work();
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
    break;
  default:
    break;
  }
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
