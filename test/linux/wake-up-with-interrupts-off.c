// RUN: %verify %s
// wake_up takes the queue's lock with interrupts off itself; a driver that takes
// it by hand must do so, too.
#include "Inputs/linux.h"
struct wait_queue_head { spinlock_t lock; struct list_head head; };
void __wake_up(struct wait_queue_head *, unsigned, int, void *);
static struct wait_queue_head Queue;
static irqreturn_t handler(int Irq, void *Dev) {
  __wake_up(&Queue, 3, 1, NULL);
  return IRQ_HANDLED;
}
static void work(struct work_struct *W) {
  __wake_up(&Queue, 3, 1, NULL);
#ifdef SOUND
  spin_lock_irq(&Queue.lock);
  spin_unlock_irq(&Queue.lock);
#else
  spin_lock(&Queue.lock); // DEFECT: irq-unsafe
  spin_unlock(&Queue.lock);
#endif
}
DECLARE_WORK(Work, work);
int probe(void *Dev) { return request_irq(7, handler, 0, "dev", Dev); }
