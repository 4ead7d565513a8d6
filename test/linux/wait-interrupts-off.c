// RUN: %verify %s
// No lock is held, but interrupts are off.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
void pause_device(void) {
  local_irq_disable();
  spin_lock(&Lock);
  Count++;
  spin_unlock(&Lock);
#ifdef SOUND
  local_irq_enable();
#endif
  msleep(5); // DEFECT: blocking-while-held
#ifndef SOUND
  local_irq_enable();
#endif
}
