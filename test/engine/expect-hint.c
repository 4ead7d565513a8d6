// RUN: %verify %s
// likely() and unlikely() change nothing about a condition.
#include <pthread.h>
#define likely(X) __builtin_expect(!!(X), 1)
#define unlikely(X) __builtin_expect(!!(X), 0)
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  int Rc = rnd();
  if (likely(Rc == 0))
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (unlikely(Rc != 0))
#else
  if (unlikely(Rc > 0))
#endif
    return 1;
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
