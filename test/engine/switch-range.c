// RUN: %verify %s
// A case range and comparisons agree.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
int main(void) {
  int C = rnd();
  switch (C) {
  case '0' ... '9':
    pthread_spin_lock(&Lock);
    break;
  default:
    break;
  }
  work();
#ifdef SOUND
  if (C >= '0' && C <= '9')
#else
  if (C > '0' && C <= '9')
#endif
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
