// RUN: %verify %s
// An allocation under a lock must not wait for memory.
#include "Inputs/linux.h"
struct item { struct item *Next; };
static DEFINE_SPINLOCK(Lock);
static struct item *Items;
int add(void) {
  struct item *I;
  spin_lock(&Lock);
#ifdef SOUND
  I = kmalloc(sizeof(*I), GFP_ATOMIC);
#else
  I = kmalloc(sizeof(*I), GFP_KERNEL); // DEFECT: blocking-while-held LOCK: Lock
#endif
  if (I) {
    I->Next = Items;
    Items = I;
  }
  spin_unlock(&Lock);
  return I ? 0 : -ENOMEM;
}
