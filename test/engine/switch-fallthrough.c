// RUN: %verify %s
// A ladder of cases releases in reverse order.
#include <pthread.h>
int rnd(void);
pthread_spinlock_t A, B;
int main(void) {
  int Stage = 0;
  pthread_spin_lock(&A);
  Stage = 1;
  if (rnd()) {
    pthread_spin_lock(&B);
    Stage = 2;
  }
  switch (Stage) {
  case 2:
    pthread_spin_unlock(&B);
#ifndef SOUND
    break;
#endif
    // Fall through.
  case 1:
    pthread_spin_unlock(&A);
    break;
  }
  return 0; // DEFECT: held-at-exit LOCK: A
}
