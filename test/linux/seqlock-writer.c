// RUN: %verify %s
// The writer of a sequence lock has the spin lock that is in it.
#include "Inputs/linux.h"
struct clock { seqlock_t Lock; long Now, Step; };
static struct clock Clock;
static irqreturn_t tick(int Irq, void *P) {
  write_seqlock(&Clock.Lock);
  if (!Clock.Step) {
#ifdef SOUND
    write_sequnlock(&Clock.Lock);
#endif
    return IRQ_NONE; // DEFECT: held-at-exit
  }
  Clock.Now += Clock.Step;
  write_sequnlock(&Clock.Lock);
  return IRQ_HANDLED;
}
int probe(void *D) { return request_irq(7, tick, 0, "dev", D); }
