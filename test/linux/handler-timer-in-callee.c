// RUN: %verify %s
// A function that waits for a timer is called with the lock held that the
// timer's function takes. The sound version gives the lock up meanwhile.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Timer; };
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
}
static void quiesce(struct dev *D) {
  del_timer_sync(&D->Timer); // DEFECT: lock-order-inversion LOCK: D->Lock
  D->Count = 0;
}
void stop(struct dev *D) {
  spin_lock_bh(&D->Lock);
#ifdef SOUND
  spin_unlock_bh(&D->Lock);
  quiesce(D);
  spin_lock_bh(&D->Lock);
#else
  quiesce(D);
#endif
  D->Count++;
  spin_unlock_bh(&D->Lock);
}
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
