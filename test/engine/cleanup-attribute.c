// RUN: %verify %s
// A variable with a cleanup function releases on every way out.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
static void drop(pthread_spinlock_t **L) { pthread_spin_unlock(*L); }
static void keep(pthread_spinlock_t **L) { work(); }
#ifdef SOUND
#define GUARD __attribute__((cleanup(drop)))
#else
#define GUARD __attribute__((cleanup(keep)))
#endif
int main(void) {
  pthread_spinlock_t *L GUARD = &Lock;
  pthread_spin_lock(L);
  work();
  return rnd(); // DEFECT: held-at-exit
}
