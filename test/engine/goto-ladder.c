// RUN: %verify %s
// An error ladder that jumps past the release of the inner lock.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t A, B;
int main(void) {
  int Rc = 0;
  pthread_spin_lock(&A);
  if (rnd()) {
    Rc = 1;
    goto UnlockA;
  }
  pthread_spin_lock(&B);
  if (rnd()) {
    Rc = 2;
#ifdef SOUND
    goto UnlockB;
#else
    goto UnlockA;
#endif
  }
  Rc = 3;
  goto UnlockB;
UnlockB:
  pthread_spin_unlock(&B);
UnlockA:
  pthread_spin_unlock(&A);
  return Rc; // DEFECT: held-at-exit LOCK: B
}
