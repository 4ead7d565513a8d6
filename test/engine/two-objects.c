// RUN: %verify %s
// Two objects of one type: the other one's lock is released.
#include <pthread.h>
void work(void);
struct dev {
  int Id;
  pthread_spinlock_t Lock;
} First, Second;
int main(void) {
  pthread_spin_lock(&First.Lock);
  work();
#ifdef SOUND
  pthread_spin_unlock(&First.Lock);
#else
  pthread_spin_unlock(&Second.Lock); // DEFECT: release-unheld LOCK: Second.Lock
#endif
  return 0; // DEFECT: held-at-exit LOCK: First.Lock
}
