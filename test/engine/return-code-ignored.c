// RUN: %verify %s
// The caller does not look at the code.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
static int begin(void) {
  if (rnd())
    return -1;
  pthread_spin_lock(&Lock);
  return 0;
}
int main(void) {
  int Rc = begin();
#ifdef SOUND
  if (Rc)
    return 1;
#endif
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return Rc;
}
