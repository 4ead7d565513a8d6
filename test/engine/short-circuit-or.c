// RUN: %verify %s
// A || B guards the acquisition; A alone guards the release.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int A = rnd(), B = rnd();
  if (A || B)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (A || B)
#else
  if (A)
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
