// RUN: %verify %s
// Of a device's two timers, the function of one takes the lock.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Poll, Blink; };
static void poll(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Poll);
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
}
static void blink(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Blink);
  D->Count = -D->Count;
}
void stop(struct dev *D) {
  spin_lock_bh(&D->Lock);
#ifdef SOUND
  del_timer_sync(&D->Blink);
#else
  del_timer_sync(&D->Poll); // DEFECT: lock-order-inversion
#endif
  spin_unlock_bh(&D->Lock);
}
void start(struct dev *D) {
  timer_setup(&D->Poll, poll, 0);
  timer_setup(&D->Blink, blink, 0);
}
