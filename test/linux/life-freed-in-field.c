// RUN: %verify %s
// A field still points to the object that was freed, and the lock is taken by
// it; or the field was given another object before.
#include "Inputs/linux.h"
struct obj { spinlock_t Lock; int Users; };
struct dev { struct obj *Obj; };
void replace(struct dev *D, struct obj *New) {
  struct obj *Old = D->Obj;
  spin_lock(&Old->Lock);
  Old->Users = 0;
  spin_unlock(&Old->Lock);
#ifdef SOUND
  D->Obj = New;
#endif
  kfree(Old);
  spin_lock(&D->Obj->Lock); // DEFECT: lock-lifetime
  D->Obj->Users = 1;
  spin_unlock(&D->Obj->Lock);
#ifndef SOUND
  D->Obj = New;
#endif
}
