// RUN: %verify %s
// A serial port's start_tx is called with the port's lock held.
#include "Inputs/linux-ops.h"
static void send(struct uart_port *P) {
#ifndef SOUND
  spin_lock(&P->lock); // DEFECT: double-acquire
#endif
  P->Line++;
#ifndef SOUND
  spin_unlock(&P->lock);
#endif
}
static int startup(struct uart_port *P) {
  spin_lock_irq(&P->lock);
  P->Line = 0;
  spin_unlock_irq(&P->lock);
  return 0;
}
const struct uart_ops Ops = {.start_tx = send, .startup = startup};
