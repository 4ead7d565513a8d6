// RUN: %verify %s
// The result of one call tested twice is one value; two calls are two.
#include <pthread.h>
void work(void);
int ready(int);
pthread_spinlock_t Lock;
int main(int argc, char **argv) {
  int R = ready(argc);
  if (R)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (R)
#else
  if (ready(argc))
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
