// RUN: %verify %s
// A thread that ends by kthread_exit leaves what it holds held.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static volatile int Work;
static int thread(void *P) {
  spin_lock(&Lock);
  if (Work) {
#ifdef SOUND
    spin_unlock(&Lock);
#endif
    kthread_exit(1); // DEFECT: held-at-exit
  }
  spin_unlock(&Lock);
  return 0;
}
struct task_struct *spawn(void) {
  return kthread_create_on_node(thread, NULL, -1, "worker");
}
