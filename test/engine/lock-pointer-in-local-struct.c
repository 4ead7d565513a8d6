// RUN: %verify %s
// The lock's address travels in a local structure.
#include <pthread.h>
void work(void);
pthread_spinlock_t A, B;
struct cursor {
  int Position;
  pthread_spinlock_t *Lock;
};
static __attribute__((noinline)) void end(struct cursor *C) {
  pthread_spin_unlock(C->Lock); // DEFECT: release-unheld
}
int main(void) {
  struct cursor C;
  C.Position = 0;
  C.Lock = &A;
  pthread_spin_lock(&A);
  work();
#ifndef SOUND
  C.Lock = &B;
#endif
  end(&C);
  return 0; // DEFECT: held-at-exit LOCK: A
}
