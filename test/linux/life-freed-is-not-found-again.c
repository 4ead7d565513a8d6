// RUN: %verify %s
// What is freed is not found in the list again, however it was taken out; the
// variable that named it still does.
#include "Inputs/linux.h"
struct obj { spinlock_t Lock; int Users; struct list_head Link; };
struct dev { struct list_head Objects; };
void list_forget(struct list_head *);
void drain(struct dev *D) {
  struct obj *O = container_of(D->Objects.next, struct obj, Link);
  spin_lock(&O->Lock);
  O->Users = 0;
  spin_unlock(&O->Lock);
  list_forget(&O->Link);
  kfree(O);
#ifdef SOUND
  O = container_of(D->Objects.next, struct obj, Link);
#endif
  spin_lock(&O->Lock); // DEFECT: lock-lifetime
  O->Users = 0;
  spin_unlock(&O->Lock);
}
