// RUN: %verify %s
// spin_lock_nested says that the two locks of a class are ordered.
#include "Inputs/linux.h"
struct queue { spinlock_t Lock; int Length; };
static struct queue In, Out;
static void forth(struct work_struct *W) {
  spin_lock(&In.Lock);
#ifdef SOUND
  spin_lock_nested(&Out.Lock, 1);
#else
  spin_lock(&Out.Lock); // DEFECT: lock-order-inversion
#endif
  Out.Length += In.Length;
  spin_unlock(&Out.Lock);
  spin_unlock(&In.Lock);
}
static void back(struct work_struct *W) {
  spin_lock(&Out.Lock);
#ifdef SOUND
  spin_lock_nested(&In.Lock, 1);
#else
  spin_lock(&In.Lock);
#endif
  In.Length += Out.Length;
  spin_unlock(&In.Lock);
  spin_unlock(&Out.Lock);
}
DECLARE_WORK(Forth, forth);
DECLARE_WORK(Back, back);
