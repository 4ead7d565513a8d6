// RUN: %verify %s
// A pair of functions that take and give up a lock for their callers is silent
// by itself; a caller that uses it twice is not.
#include "Inputs/linux.h"
struct dev { int Id; spinlock_t Lock; };
void dev_lock(struct dev *D) {
  spin_lock(&D->Lock); // DEFECT: double-acquire
}
void dev_unlock(struct dev *D) { spin_unlock(&D->Lock); }
void use(struct dev *D) {
  dev_lock(D);
  D->Id++;
#ifdef SOUND
  dev_unlock(D);
#endif
  dev_lock(D);
  D->Id--;
  dev_unlock(D);
}
