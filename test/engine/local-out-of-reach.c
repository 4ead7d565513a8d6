// RUN: %verify %s
// What is written through a pointer of unknown origin does not change a local
// variable that nobody was given the address of yet.
#include <pthread.h>
void **find(int Key);
struct device {
  long Id;
  pthread_spinlock_t Lock;
} *Device;
struct guard {
  pthread_spinlock_t *Lock;
};
static __attribute__((noinline)) void leave(struct guard *G) {
  pthread_spin_unlock(G->Lock);
}
int main(void) {
  struct guard G = {&Device->Lock};
  pthread_spin_lock(G.Lock);
  for (int Done = 0; !Done; Done = 1)
    *find(1) = 0;
  int Failed = !find(2);
#ifndef SOUND
  if (Failed)
    return 1; // DEFECT: held-at-exit
#endif
  leave(&G);
  return Failed;
}
