// RUN: %verify %s
// A callee gives its caller's lock up and takes it again. Called without the
// lock that is wrong once: not, too, because an interrupt handler takes it.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Pending;
void complete_request(void);
static __attribute__((noinline)) void give_back(void) {
  spin_unlock(&Lock); // DEFECT: release-unheld
  complete_request();
  spin_lock(&Lock);
}
static irqreturn_t handler(int No, void *Data) {
  spin_lock(&Lock);
  Pending++;
  give_back();
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
static void work(struct work_struct *W) {
#ifdef SOUND
  unsigned long Flags;
  spin_lock_irqsave(&Lock, Flags);
  give_back();
  spin_unlock_irqrestore(&Lock, Flags);
#else
  give_back();
  Pending = 0;
  spin_unlock(&Lock);
#endif
}
DECLARE_WORK(Work, work);
int start(unsigned No) { return request_irq(No, handler, 0, "dev", &Work); }
