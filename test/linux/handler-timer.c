// RUN: %verify %s
// A timer's function takes the lock that is held where its end is waited for.
// The sound version gives the lock up first.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Timer; };
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
}
void stop(struct dev *D) {
  unsigned long Flags;
  spin_lock_irqsave(&D->Lock, Flags);
  D->Count = 0;
#ifdef SOUND
  spin_unlock_irqrestore(&D->Lock, Flags);
  del_timer_sync(&D->Timer);
#else
  del_timer_sync(&D->Timer); // DEFECT: lock-order-inversion LOCK: D->Lock
  spin_unlock_irqrestore(&D->Lock, Flags);
#endif
}
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
