// RUN: %verify %s
// An input device gets its events with interrupts off and the event lock held.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Leds;
static int event(struct input_dev *D, unsigned Type, unsigned Code, int Value) {
  spin_lock(&Lock);
  Leds = Value;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
  return 0;
}
void probe(struct input_dev *D) { D->event = event; }
