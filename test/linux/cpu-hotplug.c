// RUN: %verify %s
// What is called when a processor goes shares a lock with an interrupt handler.
#include "Inputs/linux.h"
int __cpuhp_setup_state(int, const char *, bool, int (*)(unsigned), int (*)(unsigned), bool);
static DEFINE_SPINLOCK(Lock);
static int Queued;
static irqreturn_t handler(int Irq, void *Dev) {
  spin_lock(&Lock);
  Queued++;
  spin_unlock(&Lock);
  return IRQ_HANDLED;
}
static int offline(unsigned Cpu) {
#ifdef SOUND
  spin_lock_irq(&Lock);
  Queued = 0;
  spin_unlock_irq(&Lock);
#else
  spin_lock_bh(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Queued = 0;
  spin_unlock_bh(&Lock);
#endif
  return 0;
}
int start(void) {
  __cpuhp_setup_state(1, "test", 0, NULL, offline, 0);
  return request_irq(1, handler, 0, "test", NULL);
}
