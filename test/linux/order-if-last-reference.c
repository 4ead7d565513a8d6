// RUN: %verify %s
// A put that may free the object takes the list's lock for it. Under the
// object's lock that is the wrong order, if it was the last reference; which the
// list itself may hold, so that it never is.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Refs; int Count; };
static spinlock_t List;
static struct dev Dev;
static bool last(struct dev *D) {
  bool Last;
  __asm__ volatile("lock; decl %0" : "+m"(D->Refs), "=@cce"(Last) : : "memory");
  return Last;
}
static __attribute__((noinline)) void put(struct dev *D) {
  if (!last(D))
    return;
  spin_lock(&List); // DEFECT: lock-order-inversion CONFIDENCE: low
  D->Count = 0;
  spin_unlock(&List);
}
static void walk(struct work_struct *W) {
  spin_lock(&List);
  spin_lock(&Dev.Lock);
  Dev.Count++;
  spin_unlock(&Dev.Lock);
  spin_unlock(&List);
}
static void use(struct work_struct *W) {
  spin_lock(&Dev.Lock);
  Dev.Count++;
#ifdef SOUND
  spin_unlock(&Dev.Lock);
  put(&Dev);
#else
  put(&Dev);
  spin_unlock(&Dev.Lock);
#endif
}
DECLARE_WORK(Walk, walk);
DECLARE_WORK(Use, use);
