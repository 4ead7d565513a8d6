// RUN: %verify %s
// Eight locks are taken in a loop, and given up in another one: nothing is
// masked any more. With a ninth it is.
#include "Inputs/linux-ops.h"
static spinlock_t Bucket[8];
static DEFINE_SPINLOCK(All);
static struct mutex Config;
static int Total;
static void lock_all(void) {
  spin_lock_irq(&Bucket[0]);
  for (int I = 1; I < 8; I++)
    spin_lock_nested(Bucket + I, 1);
  spin_lock(&All);
}
static void unlock_all(void) {
#ifdef SOUND
  spin_unlock(&All);
#endif
  for (int I = 7; I; I--)
    spin_unlock(Bucket + I);
  spin_unlock_irq(&Bucket[0]);
#ifndef SOUND
  mutex_lock(&Config);
  Total++;
  mutex_unlock(&Config);
  spin_unlock(&All);
#endif
}
static void work(struct work_struct *W) {
  lock_all();
  Total++;
  unlock_all(); // DEFECT: blocking-while-held
#ifdef SOUND
  mutex_lock(&Config);
  Total++;
  mutex_unlock(&Config);
#endif
}
DECLARE_WORK(Work, work);
