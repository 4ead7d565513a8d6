// RUN: %verify %s
// A hard interrupt comes into a tasklet as well.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; int Pending; struct tasklet_struct Tasklet; };
static irqreturn_t handler(int Irq, void *Data) {
  struct dev *D = Data;
  spin_lock(&D->Lock);
  D->Pending++;
  spin_unlock(&D->Lock);
  return IRQ_HANDLED;
}
static void drain(struct tasklet_struct *T) {
  struct dev *D = container_of(T, struct dev, Tasklet);
  unsigned long Flags = 0;
#ifdef SOUND
  spin_lock_irqsave(&D->Lock, Flags);
#else
  spin_lock(&D->Lock); // DEFECT: irq-unsafe LOCK: D->Lock
#endif
  D->Pending = 0;
#ifdef SOUND
  spin_unlock_irqrestore(&D->Lock, Flags);
#else
  spin_unlock(&D->Lock);
#endif
}
int start(struct dev *D, unsigned Irq) {
  tasklet_setup(&D->Tasklet, drain);
  return request_irq(Irq, handler, 0, "dev", D);
}
