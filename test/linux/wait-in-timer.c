// RUN: %verify %s
// A timer's function must not sleep, lock or none; a work item's may.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Count; struct timer_list Timer; struct work_struct Work; };
static void settle(struct dev *D) {
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
  msleep(20); // DEFECT: blocking-while-held
}
#ifdef SOUND
static void work(struct work_struct *W) {
  settle(container_of(W, struct dev, Work));
}
#else
static void expired(struct timer_list *T) {
  settle(container_of(T, struct dev, Timer));
}
#endif
void start(struct dev *D) {
#ifdef SOUND
  INIT_WORK(&D->Work, work);
#else
  timer_setup(&D->Timer, expired, 0);
#endif
}
