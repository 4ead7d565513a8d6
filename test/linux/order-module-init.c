// RUN: %verify %s
// While a module is initialised nobody else uses its locks.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(A);
static DEFINE_SPINLOCK(B);
static int Count;
static void work(struct work_struct *W) {
  spin_lock(&A);
  spin_lock(&B); // DEFECT: lock-order-inversion
  Count++;
  spin_unlock(&B);
  spin_unlock(&A);
}
DECLARE_WORK(Work, work);
static int back(void) {
  spin_lock(&B);
  spin_lock(&A);
  Count = 0;
  spin_unlock(&A);
  spin_unlock(&B);
  return 0;
}
#ifdef SOUND
module_init(back);
#else
static int thread(void *Data) { return back(); }
void start(void) { kthread_create_on_node(thread, NULL, 0, "back"); }
#endif
