// The other half of order-callees-in-two-files.c.
#include "order.h"
#include <pthread.h>
static pthread_spinlock_t StatisticsLock;
static int Events, Longest;
void statistics_count(void) {
  pthread_spin_lock(&StatisticsLock); // DEFECT: lock-order-inversion
  Events++;
  pthread_spin_unlock(&StatisticsLock);
}
void *reporter(void *Arg) {
  pthread_spin_lock(&StatisticsLock);
  int N = queue_length();
  if (N > Longest)
    Longest = N;
  pthread_spin_unlock(&StatisticsLock);
  return 0;
}
