// RUN: %verify %s
// A console writes with interrupts off; it is locked already.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Port);
static void write(struct console *C, const char *Text, unsigned Size) {
  spin_lock(&Port);
  C->name[0] = *Text;
  spin_unlock(&Port);
#ifndef SOUND
  console_lock(); // DEFECT: blocking-while-held, double-acquire
  console_unlock();
#endif
}
struct console Console = {.write = write};
