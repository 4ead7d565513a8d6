// RUN: %verify %s
// An interrupt chip on a slow bus must put off what sleeps until the descriptor
// is unlocked. Its bus lock is for the two functions together.
#include "Inputs/linux-ops.h"
static DEFINE_MUTEX(Bus);
static unsigned Mask;
static void write_mask(void) {
  msleep(Mask); // DEFECT: blocking-while-held
}
static void mask(struct irq_data *D) {
  Mask |= 1;
#ifndef SOUND
  write_mask();
#endif
}
static void bus_lock(struct irq_data *D) { mutex_lock(&Bus); }
static void bus_unlock(struct irq_data *D) {
  write_mask();
  mutex_unlock(&Bus);
}
const struct irq_chip Chip = {
    .irq_mask = mask, .irq_bus_lock = bus_lock, .irq_bus_sync_unlock = bus_unlock};
