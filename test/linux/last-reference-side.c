// RUN: %verify %s
// That a reference was the last one, no path shows; that it was not, none needs
// to.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Refs; int Count; };
static struct dev Dev;
static bool put(struct dev *D) {
  bool Last;
  __asm__ volatile("lock; decl %0" : "+m"(D->Refs), "=@cce"(Last) : : "memory");
  return Last;
}
static void usual(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  if (!put(&Dev)) {
#ifdef SOUND
    spin_unlock(&Dev.Lock);
#endif
    return; // DEFECT: held-at-exit CONFIDENCE: high
  }
  Dev.Count = 0;
  spin_unlock(&Dev.Lock);
}
static void seldom(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  if (put(&Dev)) {
#ifdef SOUND
    spin_unlock(&Dev.Lock);
#endif
    return; // DEFECT: held-at-exit CONFIDENCE: low
  }
  Dev.Count = 1;
  spin_unlock(&Dev.Lock);
}
DECLARE_WORK(Usual, usual);
DECLARE_WORK(Seldom, seldom);
