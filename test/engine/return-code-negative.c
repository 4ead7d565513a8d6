// RUN: %verify %s
// 0 means held, a negative code not held.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static int begin(int N) {
  if (N < 3)
    return -22;
  pthread_spin_lock(&Lock);
  if (N == 17) {
    pthread_spin_unlock(&Lock);
    return -5;
  }
  return 0;
}
int main(void) {
  int Rc = begin(rnd());
#ifdef SOUND
  if (Rc < 0)
#else
  if (Rc == -22)
#endif
    return 1;
  work();
  pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0;
}
