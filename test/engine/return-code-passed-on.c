// RUN: %verify %s
// The code travels through a middle function.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
static int begin(void) {
  if (rnd())
    return -1;
  pthread_spin_lock(&Lock);
  return 0;
}
static int middle(void) {
  int Rc = begin();
  if (Rc)
    return Rc;
  work();
  return 0;
}
int main(void) {
  if (middle()) {
#ifndef SOUND
    work();
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
#endif
    return rnd();
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
