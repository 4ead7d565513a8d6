// RUN: %verify %s
// A lock two structures deep, reached by different expressions.
#include <pthread.h>
void work(void);
struct queue {
  int Head;
  pthread_spinlock_t Lock;
};
struct dev {
  int Irq;
  struct queue Rx, Tx;
} Dev;
int main(void) {
  struct queue *Q = &Dev.Tx;
  pthread_spin_lock(&Dev.Tx.Lock);
  work();
#ifndef SOUND
  Q = &Dev.Rx;
#endif
  pthread_spin_unlock(&Q->Lock); // DEFECT: release-unheld LOCK: Dev.Rx.Lock
  return 0;                      // DEFECT: held-at-exit LOCK: Dev.Tx.Lock
}
