// RUN: %verify %s
// One allocation site, two objects.
#include <pthread.h>
#include <stdlib.h>
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
static __attribute__((noinline)) struct dev *create(void) {
  struct dev *D = calloc(1, sizeof *D);
  if (!D)
    abort();
  pthread_spin_init(&D->Lock, 0);
  return D;
}
int main(void) {
  struct dev *P = create(), *Q = create();
  pthread_spin_lock(&P->Lock);
#ifdef SOUND
  pthread_spin_lock(&Q->Lock);
  work();
  pthread_spin_unlock(&Q->Lock);
  pthread_spin_unlock(&P->Lock);
#else
  work();
  pthread_spin_unlock(&Q->Lock); // DEFECT: release-unheld
#endif
  return 0; // DEFECT: held-at-exit
}
