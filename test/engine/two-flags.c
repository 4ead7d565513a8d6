// RUN: %verify %s
// Two flags, two locks, crosswise order; one release asks for both flags.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t A, B;
int main(void) {
  int NeedA = rnd(), NeedB = rnd();
  if (NeedA)
    pthread_spin_lock(&A);
  if (NeedB)
    pthread_spin_lock(&B);
  work();
  if (NeedA)
    pthread_spin_unlock(&A);
#ifdef SOUND
  if (NeedB)
#else
  if (NeedA && NeedB)
#endif
    pthread_spin_unlock(&B);
  return 0; // DEFECT: held-at-exit LOCK: B
}
