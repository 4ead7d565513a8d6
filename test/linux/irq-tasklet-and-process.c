// RUN: %verify %s
// A tasklet and a thread: the thread must take the lock with softirqs off.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Pending; struct tasklet_struct Tasklet; };
static struct dev Dev;
static void drain(struct tasklet_struct *T) {
  struct dev *D = container_of(T, struct dev, Tasklet);
  spin_lock(&D->Lock);
  D->Pending = 0;
  spin_unlock(&D->Lock);
}
static int poll(void *Data) {
  struct dev *D = Data;
  while (!kthread_should_stop()) {
#ifdef SOUND
    spin_lock_bh(&D->Lock);
#else
    spin_lock(&D->Lock); // DEFECT: irq-unsafe
#endif
    D->Pending++;
#ifdef SOUND
    spin_unlock_bh(&D->Lock);
#else
    spin_unlock(&D->Lock);
#endif
  }
  return 0;
}
void start(void) {
  tasklet_setup(&Dev.Tasklet, drain);
  kthread_create_on_node(poll, &Dev, 0, "poll");
}
