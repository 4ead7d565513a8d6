// RUN: %verify %s
// A lock chosen by an if; the same condition decides the release.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t A, B;
int main(void) {
  int Wide = rnd();
  pthread_spinlock_t *L = &A;
  if (Wide)
    L = &B;
  pthread_spin_lock(L);
  work();
  if (Wide)
    pthread_spin_unlock(&B);
#ifdef SOUND
  else
    pthread_spin_unlock(&A);
#endif
  return 0; // DEFECT: held-at-exit
}
