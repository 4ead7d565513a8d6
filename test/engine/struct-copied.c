// RUN: %verify %s
// A copied structure holds the same lock pointer.
#include <pthread.h>
#include <string.h>
void work(void);
pthread_spinlock_t A, B;
struct cursor {
  int Position;
  pthread_spinlock_t *Lock;
  int Rest[4];
};
static __attribute__((noinline)) void end(struct cursor C) {
  pthread_spin_unlock(C.Lock); // DEFECT: release-unheld
}
int main(void) {
  struct cursor First = {0, &A}, Second = {0, &B}, Copy;
  pthread_spin_lock(First.Lock);
  work();
#ifdef SOUND
  Copy = First;
#else
  Copy = Second;
#endif
  end(Copy);
  return Second.Position; // DEFECT: held-at-exit
}
