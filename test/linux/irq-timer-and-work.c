// RUN: %verify %s
// A timer and a work item: softirqs are switched off apart from the lock.
#include "Inputs/linux.h"
struct dev {
  spinlock_t Lock;
  int Count;
  struct timer_list Timer;
  struct work_struct Work;
};
static void expired(struct timer_list *T) {
  struct dev *D = container_of(T, struct dev, Timer);
  spin_lock(&D->Lock);
  D->Count++;
  spin_unlock(&D->Lock);
}
static void work(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Work);
#ifdef SOUND
  local_bh_disable();
#endif
  spin_lock(&D->Lock); // DEFECT: irq-unsafe LOCK: D->Lock
  D->Count = 0;
  spin_unlock(&D->Lock);
#ifdef SOUND
  local_bh_enable();
#endif
}
void start(struct dev *D) {
  timer_setup(&D->Timer, expired, 0);
  INIT_WORK(&D->Work, work);
}
