// RUN: %verify %s
// Whoever waits for the timer holds another lock, without which the timer's
// function does not take this one. (At O2 nothing says of which struct that lock
// is a member.)
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
  del_timer_sync(&D->Timer); // DEFECT(O0,O1): lock-order-inversion
  spin_unlock_bh(&D->Lock);
#endif
}
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
