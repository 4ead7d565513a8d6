// RUN: %verify %s
// Parent and child have locks of one class. Taking both, in the nested form,
// is fine; taking the parent's twice is not, whatever the subclass says.
#include "Inputs/linux.h"
struct node { struct node *Parent; spinlock_t Lock; int Users; };
void get(struct node *Parent, struct node *Child) {
  if (Parent == Child)
    return;
  spin_lock(&Parent->Lock);
#ifdef SOUND
  spin_lock_nested(&Child->Lock, 1);
#else
  spin_lock_nested(&Parent->Lock, 1); // DEFECT: double-acquire LOCK: Parent->Lock
#endif
  Child->Users++;
#ifdef SOUND
  spin_unlock(&Child->Lock);
#endif
  spin_unlock(&Parent->Lock);
}
