// RUN: %verify %s
// A work item that is declared statically: its function is an entry point.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
int Todo;
static void work(struct work_struct *W) {
  spin_lock_irq(&Lock);
  while (Todo) {
    Todo--;
    if (Todo == 5) {
#ifdef SOUND
      spin_unlock_irq(&Lock);
#endif
      return; // DEFECT: held-at-exit
    }
  }
  spin_unlock_irq(&Lock);
}
static DECLARE_WORK(Work, work);
void kick(void) { queue_work_on(0, NULL, &Work); }
