// RUN: %verify %s
// guard(spinlock_irqsave): a struct of the lock and the flags, made by a
// constructor that returns it by value, taken apart by a destructor.
#include "Inputs/linux.h"
typedef struct {
  spinlock_t *Lock;
  unsigned long Flags;
} guard_t;
struct dev {
  int Busy;
  spinlock_t Lock;
};
static inline guard_t guard_make(spinlock_t *Lock) {
  guard_t G = {.Lock = Lock};
  G.Flags = _raw_spin_lock_irqsave(&Lock->rlock);
  return G;
}
static inline void guard_end(guard_t *G) {
  if (G->Lock)
    _raw_spin_unlock_irqrestore(&G->Lock->rlock, G->Flags);
}
static struct dev Dev;
static int start(void) {
#ifdef SOUND
  __attribute__((cleanup(guard_end)))
#endif
  guard_t G = guard_make(&Dev.Lock);
  if (Dev.Busy)
    return -1; // DEFECT: held-at-exit LOCK: Dev.Lock
  Dev.Busy = 1;
#ifndef SOUND
  guard_end(&G);
#endif
  return 0;
}
static __attribute__((section(".initcall6.init"), used)) int (*Init)(void) = start;
