// RUN: %verify %s
// A timer that is a variable of its own, set up by its initialiser.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count, Ticks;
static void expired(struct timer_list *T) {
#ifdef SOUND
  Ticks++;
#else
  spin_lock(&Lock);
  Count++;
  spin_unlock(&Lock);
#endif
}
static DEFINE_TIMER(Timer, expired);
void stop(void) {
  spin_lock_bh(&Lock);
  Count = 0;
  del_timer_sync(&Timer); // DEFECT: lock-order-inversion LOCK: Lock
  spin_unlock_bh(&Lock);
}
