// RUN: %verify %s
// A count that is compared with a limit says nothing of a last reference.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Used, Limit; };
static struct dev Dev;
static int add_return(int N, int *Count) {
  int Old = N;
  __asm__ volatile("lock; xaddl %0, %1" : "+r"(Old), "+m"(*Count) : : "memory");
  return Old + N;
}
static void work(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  if (add_return(4, &Dev.Used) > Dev.Limit) {
#ifdef SOUND
    spin_unlock(&Dev.Lock);
#endif
    return; // DEFECT: held-at-exit CONFIDENCE: high
  }
  spin_unlock(&Dev.Lock);
}
DECLARE_WORK(Work, work);
