// RUN: %verify %s
// A reset initialises the whole device, with the lock that is held just now.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Users; };
static void setup(struct dev *D) {
  D->Users = 0;
  spin_lock_init(&D->Lock); // DEFECT: lock-lifetime
}
int probe(struct dev *D) {
  setup(D);
  return 0;
}
void reset(struct dev *D) {
  spin_lock(&D->Lock);
#ifdef SOUND
  D->Users = 0;
  spin_unlock(&D->Lock);
#else
  setup(D);
#endif
}
