// RUN: %verify %s
// A thread sleeps with a spin lock held; whoever wants it spins as long.
#include <pthread.h>
#include <unistd.h>
static pthread_spinlock_t Lock;
static int Count;
static void *worker(void *Arg) {
  pthread_spin_lock(&Lock);
  Count++;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
  usleep(100);
#else
  usleep(100); // DEFECT: blocking-while-held LOCK: Lock
  pthread_spin_unlock(&Lock);
#endif
  return 0;
}
int main(void) {
  pthread_t T;
  pthread_create(&T, 0, worker, 0);
  return 0;
}
