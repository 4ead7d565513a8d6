// RUN: %verify %s
// Twenty conditions that have nothing to do with the lock between two that do.
#include <pthread.h>
int rnd(void);
void work(int);
pthread_spinlock_t Lock;
int main(void) {
  int Need = rnd(), N = 0;
  if (Need)
    pthread_spin_lock(&Lock);
  if (rnd())
    N += 1;
  if (rnd())
    N += 2;
  if (rnd())
    N += 3;
  if (rnd())
    N += 4;
  if (rnd())
    N += 5;
  if (rnd())
    N += 6;
  if (rnd())
    N += 7;
  if (rnd())
    N += 8;
  if (rnd())
    N += 9;
  if (rnd())
    N += 10;
  if (rnd())
    N += 11;
  if (rnd())
    N += 12;
  if (rnd())
    N += 13;
  if (rnd())
    N += 14;
  if (rnd())
    N += 15;
  if (rnd())
    N += 16;
  if (rnd())
    N += 17;
  if (rnd())
    N += 18;
  if (rnd())
    N += 19;
  if (rnd())
    N += 20;
  work(N);
#ifdef SOUND
  if (Need)
#else
  if (Need && N)
#endif
    pthread_spin_unlock(&Lock);
  return N; // DEFECT: held-at-exit LOCK: Lock
}
