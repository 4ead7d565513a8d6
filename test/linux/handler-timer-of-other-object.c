// RUN: %verify %s
// A timer's function takes the lock of its own device; in the sound version it
// is another device's lock that is held.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Timer; };
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
}
void hand_over(struct dev *From, struct dev *To) {
#ifdef SOUND
  spin_lock_bh(&To->Lock);
  del_timer_sync(&From->Timer);
  spin_unlock_bh(&To->Lock);
#else
  spin_lock_bh(&From->Lock);
  del_timer_sync(&From->Timer); // DEFECT: lock-order-inversion LOCK: From->Lock
  spin_unlock_bh(&From->Lock);
#endif
}
void start(struct dev *D) { timer_setup(&D->Timer, expired, 0); }
