// RUN: %verify %s
// A work item's function takes the mutex that is held where the item is
// cancelled.
#include "Inputs/linux.h"
struct dev { struct mutex Mutex; int Open; struct work_struct Work; };
static void work(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Work);
  mutex_lock(&D->Mutex);
  D->Open++;
  mutex_unlock(&D->Mutex);
}
void stop(struct dev *D) {
  mutex_lock(&D->Mutex);
  D->Open = 0;
#ifdef SOUND
  mutex_unlock(&D->Mutex);
  cancel_work_sync(&D->Work);
#else
  cancel_work_sync(&D->Work); // DEFECT: lock-order-inversion LOCK: D->Mutex
  mutex_unlock(&D->Mutex);
#endif
}
void start(struct dev *D) { INIT_WORK(&D->Work, work); }
