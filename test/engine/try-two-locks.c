// RUN: %verify %s
// When the second trylock fails the first lock is given back.
#include <pthread.h>
void work(void);
pthread_spinlock_t A, B;
int main(void) {
  pthread_spin_lock(&A);
  if (pthread_spin_trylock(&B) != 0) {
#ifdef SOUND
    pthread_spin_unlock(&A);
#endif
    return 1; // DEFECT: held-at-exit LOCK: A
  }
  work();
  pthread_spin_unlock(&B);
  pthread_spin_unlock(&A);
  return 0;
}
