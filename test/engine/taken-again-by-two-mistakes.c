// RUN: %verify %s
// Two calls come to one place where the lock is taken again, one of them to
// another place, too: these are two mistakes, not one.
#include <pthread.h>
pthread_spinlock_t Lock;
static int Links, Ports, State;
extern int Bound;
static __attribute__((noinline)) void unlink_device(void) {
  pthread_spin_lock(&Lock); // DEFECT: double-acquire, double-acquire
  Links--;
  pthread_spin_unlock(&Lock);
}
static __attribute__((noinline)) void release_port(void) {
  pthread_spin_lock(&Lock);
  Ports--;
  pthread_spin_unlock(&Lock);
}
static __attribute__((noinline)) void destroy(void) {
  if (Bound)
    unlink_device();
  release_port();
}
void bind_address(void) {
  pthread_spin_lock(&Lock);
#ifndef SOUND
  unlink_device();
#endif
  State = 1;
  pthread_spin_unlock(&Lock);
}
void cancel(void) {
  pthread_spin_lock(&Lock);
  State = 0;
#ifdef SOUND
  pthread_spin_unlock(&Lock);
  destroy();
#else
  destroy();
  pthread_spin_unlock(&Lock);
#endif
}
