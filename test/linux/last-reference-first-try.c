// RUN: %verify %s
// A reference is taken unless there is none: a loop tries again with what the
// atomic operation gave it. What it begins with is the count as well, wherever
// the compiler puts that test.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Refs; int Count; };
static struct dev Dev;
static inline bool try_get(struct dev *D) {
  int Old = *(volatile int *)&D->Refs;
  bool Done;
  do {
    if (Old == 0)
      return 0;
    __asm__ volatile("lock; cmpxchgl %3, %1"
                     : "=@ccz"(Done), "+m"(D->Refs), "+a"(Old)
                     : "r"(Old + 1)
                     : "memory");
  } while (!Done);
  return 1;
}
static void work(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  if (!try_get(&Dev)) {
#ifdef SOUND
    spin_unlock(&Dev.Lock);
#endif
    return; // DEFECT: held-at-exit CONFIDENCE: low
  }
  Dev.Count = 1;
  spin_unlock(&Dev.Lock);
}
DECLARE_WORK(Work, work);
