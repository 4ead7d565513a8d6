// RUN: %verify %s
// Two reads of a volatile flag are two values; one read is one.
#include <pthread.h>
void work(void);
volatile int Flag;
pthread_spinlock_t Lock;
int main(void) {
  int Copy = Flag;
  if (Copy)
    pthread_spin_lock(&Lock);
  work();
#ifdef SOUND
  if (Copy)
#else
  if (Flag)
#endif
    pthread_spin_unlock(&Lock); // DEFECT: release-unheld LOCK: Lock
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
