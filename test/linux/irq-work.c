// RUN: %verify %s
// Work for an interrupt, and for another processor: each is an interrupt there.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Count;
static void later(struct irq_work *W) {
  spin_lock(&Lock);
  Count++;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
static void there(void *Arg) {
  spin_lock(&Lock);
  Count--;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
void start(struct irq_work *W) {
  W->func = later;
  smp_call_function_single(1, there, NULL, 1);
}
