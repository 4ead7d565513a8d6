// RUN: %verify %s
// A chain: the second flag is set only under the first.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t A, B;
int main(void) {
  int HaveA = 0, HaveB = 0;
  if (rnd()) {
    pthread_spin_lock(&A);
    HaveA = 1;
    if (rnd()) {
      pthread_spin_lock(&B);
      HaveB = 1;
    }
  }
  work();
  if (HaveB) {
    pthread_spin_unlock(&B);
#ifdef SOUND
  }
  if (HaveA)
    pthread_spin_unlock(&A);
#else
    if (HaveA)
      pthread_spin_unlock(&A);
  }
#endif
  return 0; // DEFECT: held-at-exit LOCK: A
}
