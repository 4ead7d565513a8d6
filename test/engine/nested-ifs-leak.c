// RUN: %verify %s
// One leaf of nested ifs forgets the release.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int X = rnd(), Y = rnd(), Z = rnd();
  pthread_spin_lock(&Lock);
  if (X) {
    if (Y) {
      if (Z)
        pthread_spin_unlock(&Lock);
      else {
#ifdef SOUND
        pthread_spin_unlock(&Lock);
#endif
      }
    } else
      pthread_spin_unlock(&Lock);
  } else
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
