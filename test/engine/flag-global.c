// RUN: %verify %s
// The flag is a static variable that nobody writes in between.
#include <pthread.h>
static int Flag;
static int Count;
pthread_spinlock_t Lock;
int main(int argc, char **argv) {
  Flag = argc > 1;
  if (Flag)
    pthread_spin_lock(&Lock);
  ++Count;
#ifndef SOUND
  Flag = 0;
#endif
  if (Flag)
    pthread_spin_unlock(&Lock);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
