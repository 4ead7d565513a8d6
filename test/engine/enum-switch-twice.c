// RUN: %verify %s
// The same enum is switched over before and after the work.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t A, B;
enum kind { Plain, Shared, Global, Last };
int main(void) {
  enum kind K = rnd();
  switch (K) {
  case Shared:
    pthread_spin_lock(&A);
    break;
  case Global:
    pthread_spin_lock(&B);
    break;
  default:
    break;
  }
  work();
  switch (K) {
  case Shared:
    pthread_spin_unlock(&A);
    break;
#ifdef SOUND
  case Global:
#else
  case Last:
#endif
    pthread_spin_unlock(&B); // DEFECT: release-unheld LOCK: B
    break;
  default:
    break;
  }
  return 0; // DEFECT: held-at-exit LOCK: B
}
