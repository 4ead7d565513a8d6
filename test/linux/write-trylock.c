// RUN: %verify %s --levels O0,O1
// An attempt to become the writer that fails leaves nothing to give up.
// (At -O2 clang merges the two releases into one without a line.)
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static volatile int Data;
static irqreturn_t handler(int Irq, void *P) {
  if (write_trylock(&Lock)) {
    Data = Irq;
    write_unlock(&Lock);
    return IRQ_HANDLED;
  }
#ifndef SOUND
  write_unlock(&Lock); // DEFECT: release-unheld
#endif
  return IRQ_NONE;
}
int probe(void *D) { return request_irq(7, handler, 0, "dev", D); }
