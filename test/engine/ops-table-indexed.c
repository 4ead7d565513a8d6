// RUN: %verify %s
// An unknown index selects one of the handlers: any of them may run.
#include <pthread.h>
int rnd(void);
static int Count;
pthread_spinlock_t Lock;
static void read(void) { ++Count; }
static void write(void) {
#ifndef SOUND
  pthread_spin_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  --Count;
#ifndef SOUND
  pthread_spin_unlock(&Lock);
#endif
}
static void (*const Handlers[2])(void) = {read, write};
int main(void) {
  pthread_spin_lock(&Lock);
  Handlers[rnd() & 1]();
  pthread_spin_unlock(&Lock);
  return Count;
}
