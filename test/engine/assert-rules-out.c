// RUN: %verify %s
// A failed assertion does not return.
#include <assert.h>
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int Held = 0;
  if (rnd()) {
    pthread_spin_lock(&Lock);
    Held = 1;
  }
  work();
#ifdef SOUND
  assert(Held);
#endif
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
