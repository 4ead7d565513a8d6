// RUN: %verify %s
// With a spin lock held nobody may sleep: that says enough of it.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Open; struct work_struct Work; };
static void work(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Work);
  spin_lock(&D->Lock);
  D->Open++;
  spin_unlock(&D->Lock);
}
void stop(struct dev *D) {
  spin_lock(&D->Lock);
#ifndef SOUND
  cancel_work_sync(&D->Work); // DEFECT: blocking-while-held
#endif
  D->Open = 0;
  spin_unlock(&D->Lock);
}
void start(struct dev *D) { INIT_WORK(&D->Work, work); }
