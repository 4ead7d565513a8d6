// RUN: %verify %s
// Whoever waits for the timer holds another lock, without which the timer's
// function does not take this one. (At O2 it is by what is known of the object
// around the timer that the locks are known.)
#include "Inputs/linux.h"
struct dev { spinlock_t Gate, Lock; int Count; struct timer_list Timer; };
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
  if (!spin_trylock(&D->Gate))
    return;
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
  spin_unlock(&D->Gate);
}
void stop(struct dev *D) {
#ifdef SOUND
  spin_lock_bh(&D->Gate);
  spin_lock(&D->Lock);
  del_timer_sync(&D->Timer);
  spin_unlock(&D->Lock);
  spin_unlock_bh(&D->Gate);
#else
  spin_lock_bh(&D->Lock);
  del_timer_sync(&D->Timer); // DEFECT: lock-order-inversion
  spin_unlock_bh(&D->Lock);
#endif
}
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
