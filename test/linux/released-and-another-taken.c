// RUN: %verify %s
// A callee gives up its caller's lock and takes that of another object, reached
// by a way of its own: they are two, and the second one is forgotten.
#include "Inputs/linux.h"
struct node { spinlock_t Lock; struct node *Next; int Value; };
extern struct node *First;
static void visit_next(struct node *N) {
  spin_unlock(&N->Lock);
  spin_lock(&N->Next->Lock);
  N->Next->Value++;
#ifdef SOUND
  spin_unlock(&N->Next->Lock);
#endif
  spin_lock(&N->Lock);
}
static void work(struct work_struct *W) {
  struct node *N = First;
  spin_lock(&N->Lock);
  visit_next(N);
  spin_unlock(&N->Lock);
} // DEFECT: held-at-exit
DECLARE_WORK(Work, work);
