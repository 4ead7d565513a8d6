// RUN: %verify %s
// A guard with the cleanup attribute gives the lock up on every path. Taking
// the lock once more inside is a deadlock.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Count;
static inline spinlock_t *guard_enter(spinlock_t *L) {
  spin_lock(L);
  return L;
}
static inline void guard_leave(spinlock_t **L) { spin_unlock(*L); }
#define guard(L)                                                               \
  spinlock_t *Guard __attribute__((cleanup(guard_leave), unused)) = guard_enter(L)
static irqreturn_t handler(int Irq, void *P) {
  guard(&Lock);
  if (Count > 3)
    return IRQ_NONE;
#ifndef SOUND
  spin_lock(&Lock); // DEFECT: double-acquire
  spin_unlock(&Lock);
#endif
  Count++;
  return IRQ_HANDLED;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
