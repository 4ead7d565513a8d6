// RUN: %verify %s
// The lock lives in an object from the heap.
#include <pthread.h>
#include <stdlib.h>
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
static __attribute__((noinline)) struct dev *create(void) {
  struct dev *D = malloc(sizeof *D);
  if (!D)
    return 0;
  pthread_spin_init(&D->Lock, 0);
  pthread_spin_lock(&D->Lock);
  return D;
}
int main(void) {
  struct dev *D = create();
  if (!D)
    return 1;
  work();
#ifdef SOUND
  pthread_spin_unlock(&D->Lock);
#endif
  return 0; // DEFECT: held-at-exit
}
