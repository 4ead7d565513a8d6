// RUN: %verify %s
// The device is null if the item is: it is not, where its lock is taken.
#include "Inputs/linux.h"
struct item { int Kind; };
struct dev { int Users; spinlock_t Lock; struct item Item; };
static struct dev *to_dev(struct item *I) {
  return I ? container_of(I, struct dev, Item) : NULL;
}
int use(struct item *I) {
  struct dev *D = to_dev(I);
  spin_lock(&D->Lock);
  if (I && D->Users > 8) {
#ifdef SOUND
    spin_unlock(&D->Lock);
#endif
    return -EBUSY; // DEFECT: inconsistent-exit
  }
  D->Users++;
  spin_unlock(&D->Lock);
  return 0;
}
