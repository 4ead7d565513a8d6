// RUN: %verify %s
// An object takes itself out of a list before it is freed: the first one is
// another then.
#include "Inputs/linux.h"
struct obj { spinlock_t Lock; int Users; struct list_head Link; };
struct dev { struct list_head Objects; };
static void unlink(struct list_head *L) {
  L->next->prev = L->prev;
  L->prev->next = L->next;
}
void drain(struct dev *D) {
  struct obj *O = container_of(D->Objects.next, struct obj, Link);
  spin_lock(&O->Lock);
  O->Users = 0;
  spin_unlock(&O->Lock);
#ifdef SOUND
  unlink(&O->Link);
#endif
  kfree(O);
  O = container_of(D->Objects.next, struct obj, Link);
  spin_lock(&O->Lock); // DEFECT: lock-lifetime
  O->Users = 0;
  spin_unlock(&O->Lock);
}
