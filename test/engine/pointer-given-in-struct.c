// RUN: %verify %s
// Unknown code is given a struct that points to a local variable, and so may
// write to that.
#include <pthread.h>
static pthread_spinlock_t Lock;
struct data {
  long Ready, Value;
};
struct context {
  struct data *Data;
  long Key;
};
long fetch(struct context *C);
int main(void) {
  struct data Data = {0, 0};
  struct context Context = {&Data, 1};
  pthread_spin_lock(&Lock);
  fetch(&Context);
#ifndef SOUND
  if (Data.Ready)
    return 1; // DEFECT: held-at-exit LOCK: Lock
#endif
  pthread_spin_unlock(&Lock);
  return Data.Ready != 0;
}
