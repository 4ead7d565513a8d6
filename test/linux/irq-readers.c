// RUN: %verify %s
// A reader in the handler passes a reader, but not a writer.
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Lock);
static int Limit, Over;
static irqreturn_t handler(int Irq, void *Data) {
  read_lock(&Lock);
  if (Irq > Limit)
    Over++;
  read_unlock(&Lock);
  return IRQ_HANDLED;
}
static void work(struct work_struct *W) {
#ifdef SOUND
  read_lock(&Lock);
  Over = Limit;
  read_unlock(&Lock);
#else
  write_lock(&Lock); // DEFECT: irq-unsafe LOCK: Lock
  Limit = Over;
  write_unlock(&Lock);
#endif
}
DECLARE_WORK(Work, work);
int start(unsigned Irq) { return request_irq(Irq, handler, 0, "dev", &Work); }
