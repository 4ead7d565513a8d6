// RUN: %verify %s
// The lock is a field of the structure that is passed.
#include <pthread.h>
void work(void);
struct dev {
  int Irq;
  pthread_spinlock_t Lock;
  int Count;
};
static __attribute__((noinline)) void add(struct dev *D, int N) {
  pthread_spin_lock(&D->Lock);
  D->Count += N;
#ifndef SOUND
  if (D->Count > 100)
    return;
#endif
  pthread_spin_unlock(&D->Lock);
}
struct dev Dev;
static void *worker(void *Arg) {
  add(Arg, 1);
  work();
  return 0; // DEFECT: held-at-exit
}
int main(void) {
  pthread_t T;
  return pthread_create(&T, 0, worker, &Dev);
}
