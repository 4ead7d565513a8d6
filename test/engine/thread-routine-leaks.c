// RUN: %verify %s
// Two start routines; one of them keeps the lock.
#include <pthread.h>
void work(void);
int rnd(void);
pthread_spinlock_t Lock;
static void *reader(void *Arg) {
  pthread_spin_lock(&Lock);
  work();
  pthread_spin_unlock(&Lock);
  return 0;
}
static void *writer(void *Arg) {
  pthread_spin_lock(&Lock);
  if (rnd()) {
#ifdef SOUND
    pthread_spin_unlock(&Lock);
#endif
    return Arg; // DEFECT: held-at-exit LOCK: Lock
  }
  pthread_spin_unlock(&Lock);
  return 0;
}
int main(void) {
  pthread_t T, U;
  pthread_create(&T, 0, reader, 0);
  pthread_create(&U, 0, writer, 0);
  return 0;
}
