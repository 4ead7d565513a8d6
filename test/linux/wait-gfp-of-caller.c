// RUN: %verify %s
// A helper allocates with the flags of its caller.
#include "Inputs/linux.h"
struct item { struct item *Next; };
static DEFINE_SPINLOCK(Lock);
static struct item *Items;
static __attribute__((noinline)) struct item *make(unsigned Flags) {
  struct item *I = kzalloc(sizeof(*I), Flags);
  if (!I)
    _printk("no memory\n");
  return I;
}
int add(void) {
  struct item *I;
  spin_lock(&Lock);
#ifdef SOUND
  I = make(GFP_ATOMIC);
#else
  I = make(GFP_KERNEL); // DEFECT: blocking-while-held LOCK: Lock
#endif
  if (I) {
    I->Next = Items;
    Items = I;
  }
  spin_unlock(&Lock);
  return I ? 0 : -ENOMEM;
}
