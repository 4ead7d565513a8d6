// RUN: %verify %s
// A global pointer that is never written names the global lock.
#include <pthread.h>
void work(void);
pthread_spinlock_t A, B;
static pthread_spinlock_t *const Current = &A;
int main(void) {
  pthread_spin_lock(Current);
  work();
#ifdef SOUND
  pthread_spin_unlock(&A);
#else
  pthread_spin_unlock(&B); // DEFECT: release-unheld LOCK: B
#endif
  return 0; // DEFECT: held-at-exit LOCK: A
}
