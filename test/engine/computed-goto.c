// RUN: %verify %s
// Jumps through a table of labels.
#include <pthread.h>
int rnd(void);
void work(void);
pthread_spinlock_t Lock;
int main(void) {
  static void *const Labels[] = {&&Fast, &&Slow};
  pthread_spin_lock(&Lock);
  goto *Labels[rnd() & 1];
Fast:
#ifdef SOUND
  pthread_spin_unlock(&Lock);
#endif
  work();
  return 1; // DEFECT: held-at-exit LOCK: Lock
Slow:
  pthread_spin_unlock(&Lock);
  return 0;
}
