// RUN: %verify --no-sound %s
// Two accounts, whichever: the one with the lower address comes first.
#include <pthread.h>
struct account {
  pthread_spinlock_t Lock;
  long Balance;
};
struct order {
  struct account *From, *To;
  long Amount;
};
static void transfer(struct account *From, struct account *To, long Amount) {
  if (From == To)
    return;
  struct account *Low = From, *High = To;
  if (From > To) {
    Low = To;
    High = From;
  }
  pthread_spin_lock(&Low->Lock);
  pthread_spin_lock(&High->Lock);
  From->Balance -= Amount;
  To->Balance += Amount;
  pthread_spin_unlock(&High->Lock);
  pthread_spin_unlock(&Low->Lock);
}
static void *worker(void *Arg) {
  struct order *O = Arg;
  transfer(O->From, O->To, O->Amount);
  return 0;
}
int start(struct order *O) {
  pthread_t T;
  return pthread_create(&T, 0, worker, O);
}
