// RUN: %verify %s
// A static state word follows the lock through two functions.
#include <pthread.h>
enum state { Idle, Busy, Closed };
static enum state State;
pthread_spinlock_t Lock;
static void open(int Really) {
  State = Idle;
  if (Really) {
    pthread_spin_lock(&Lock);
    State = Busy;
  }
}
static void close(void) {
#ifdef SOUND
  if (State == Busy)
#else
  if (State == Closed)
#endif
    pthread_spin_unlock(&Lock);
}
int main(int argc, char **argv) {
  open(argc > 1);
  close();
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
