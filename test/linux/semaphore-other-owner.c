// RUN: %verify %s
// A semaphore has no owner: what one thread takes another gives up. It sleeps,
// though.
#include "Inputs/linux.h"
static struct semaphore Ready;
static DEFINE_SPINLOCK(Lock);
static int Count;
static void work(struct work_struct *W) {
#ifdef SOUND
  down(&Ready);
  spin_lock(&Lock);
#else
  spin_lock(&Lock);
  down(&Ready); // DEFECT: blocking-while-held
#endif
  Count++;
  spin_unlock(&Lock);
}
DECLARE_WORK(Work, work);
static void other(struct work_struct *W) {
  if (down_interruptible(&Ready))
    return;
  up(&Ready);
  up(&Ready);
}
DECLARE_WORK(Other, other);
