// RUN: %verify %s
// A timer's function that only tries to take the lock ends in any case.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Timer; };
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
#ifdef SOUND
  if (!spin_trylock(&D->Lock))
    return;
#else
  spin_lock(&D->Lock);
#endif
  D->Count++;
  spin_unlock(&D->Lock);
}
void stop(struct dev *D) {
  spin_lock_bh(&D->Lock);
  del_timer_sync(&D->Timer); // DEFECT: lock-order-inversion
  spin_unlock_bh(&D->Lock);
}
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
