// RUN: %verify %s
// The contract is about a lock in the structure that is passed.
#include <pthread.h>
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
};
struct dev First, Second;
static __attribute__((noinline)) void finish(struct dev *D) {
  D->Id = 0;
  pthread_spin_unlock(&D->Lock); // DEFECT: release-unheld
}
int main(void) {
  pthread_spin_lock(&First.Lock);
  work();
#ifdef SOUND
  finish(&First);
#else
  finish(&Second);
#endif
  return 0; // DEFECT: held-at-exit LOCK: First.Lock
}
