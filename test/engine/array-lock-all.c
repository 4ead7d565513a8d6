// RUN: %verify %s
// A loop takes all locks of an array; a second loop gives them back.
#include <pthread.h>
void work(void);
int Count;
pthread_spinlock_t Locks[64];
static void *worker(void *Arg) {
  int N = *(int *)Arg;
  for (int I = 0; I < N; ++I)
    pthread_spin_lock(&Locks[I]);
  work();
#ifdef SOUND
  for (int I = 0; I < N; ++I)
    pthread_spin_unlock(&Locks[I]);
#endif
  return 0; // DEFECT: held-at-exit
}
int main(void) {
  pthread_t T;
  return pthread_create(&T, 0, worker, &Count);
}
