// RUN: %verify %s
// The helper's defect needs an argument that no caller passes.
#include <pthread.h>
void work(void);
pthread_spinlock_t Lock;
static __attribute__((noinline)) int update(int Force) {
  pthread_spin_lock(&Lock);
  work();
  if (Force)
    return 1;
  pthread_spin_unlock(&Lock);
  return 0;
}
int main(void) {
  update(0);
#ifndef SOUND
  update(1);
#endif
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
