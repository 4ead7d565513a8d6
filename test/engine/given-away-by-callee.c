// RUN: %verify %s
// A callee gives a local variable of its caller's to unknown code, which may
// write to it.
#include <pthread.h>
static pthread_spinlock_t Lock;
struct reply {
  long Ready, Value;
};
long transfer(int Port, struct reply *R);
static __attribute__((noinline)) void ask(int Port, struct reply *R) {
  pthread_spin_lock(&Lock);
  transfer(Port, R);
  pthread_spin_unlock(&Lock);
}
int main(void) {
  struct reply Reply = {0, 0};
  ask(1, &Reply);
  pthread_spin_lock(&Lock);
#ifndef SOUND
  if (Reply.Ready)
    return 1; // DEFECT: held-at-exit LOCK: Lock
#endif
  pthread_spin_unlock(&Lock);
  return Reply.Ready != 0;
}
