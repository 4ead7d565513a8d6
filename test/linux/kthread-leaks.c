// RUN: %verify %s
// A kernel thread leaves its loop with the lock held.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Work;
static int thread(void *P) {
  for (;;) {
    spin_lock(&Lock);
    if (kthread_should_stop()) {
#ifdef SOUND
      spin_unlock(&Lock);
#endif
      return 0; // DEFECT: held-at-exit
    }
    Work = 0;
    spin_unlock(&Lock);
  }
}
struct task_struct *spawn(void) {
  return kthread_create_on_node(thread, NULL, -1, "worker");
}
