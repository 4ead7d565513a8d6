// RUN: %verify %s
// A file operation and a work item take two locks of a device in both orders.
// (At O2 it is by what is known of the object around the work item that its locks
// are known.)
#include "Inputs/linux.h"
struct dev { spinlock_t Queue, State; int Length, Ready; struct work_struct Work; };
static ssize_t fetch(struct file *F, char *To, size_t N, loff_t *At) {
  struct dev *D = F->private_data;
  spin_lock(&D->Queue);
  spin_lock(&D->State); // DEFECT: lock-order-inversion
  if (D->Ready)
    D->Length--;
  spin_unlock(&D->State);
  spin_unlock(&D->Queue);
  return N;
}
static void work(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Work);
#ifdef SOUND
  spin_lock(&D->Queue);
  spin_lock(&D->State);
#else
  spin_lock(&D->State);
  spin_lock(&D->Queue);
#endif
  D->Ready = D->Length > 0;
  spin_unlock(&D->Queue);
  spin_unlock(&D->State);
}
const struct file_operations Operations = {.read = fetch};
void start(struct dev *D) { INIT_WORK(&D->Work, work); }
