// RUN: %verify %s
// A timer's function finds the device from the timer and must give up its lock.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Timer; };
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
  spin_lock(&D->Lock);
  D->Count++;
#ifdef SOUND
  spin_unlock(&D->Lock);
#endif
} // DEFECT: held-at-exit LOCK: D->Lock
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
