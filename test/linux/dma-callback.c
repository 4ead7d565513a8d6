// RUN: %verify %s
// The callback of a DMA transfer is a tasklet's.
#include "Inputs/linux-ops.h"
static DEFINE_SPINLOCK(Lock);
static int Done;
static void callback(void *Param) {
  spin_lock(&Lock);
  Done++;
  spin_unlock(&Lock);
#ifndef SOUND
  msleep(1); // DEFECT: blocking-while-held
#endif
}
void start(struct dma_async_tx_descriptor *D) { D->callback = callback; }
