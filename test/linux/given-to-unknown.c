// RUN: %verify %s
// Code that is not known was given the object: it may have taken the lock. A
// release without that is as certain as can be.
#include "Inputs/linux.h"
struct dev { int Users; spinlock_t Lock; struct work_struct Work, Other; };
int dev_lock_for_reset(struct dev *);
static void work(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Work);
  if (dev_lock_for_reset(D) < 0)
    return;
  D->Users++;
#ifndef SOUND
  spin_unlock(&D->Lock); // DEFECT: release-unheld CONFIDENCE: low
#endif
}
static void other(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Other);
#ifdef SOUND
  spin_lock(&D->Lock);
#endif
  D->Users++;
  spin_unlock(&D->Lock); // DEFECT: release-unheld CONFIDENCE: high
}
static void take(struct dev *D) {
  spin_lock(&D->Lock);
  D->Users = 0;
  spin_unlock(&D->Lock);
}
void start(struct dev *D) {
  take(D);
  INIT_WORK(&D->Work, work);
  INIT_WORK(&D->Other, other);
}
