// RUN: %verify %s
// Delayed work: the function is that of the work item in it. The sound version
// flushes another item.
#include "Inputs/linux.h"
struct dev { struct mutex Mutex; int Open; struct delayed_work Scan; struct work_struct Idle; };
static void scan(struct work_struct *W) {
  struct dev *D = container_of(to_delayed_work(W), struct dev, Scan);
  mutex_lock(&D->Mutex);
  D->Open++;
  mutex_unlock(&D->Mutex);
}
static void idle(struct work_struct *W) {
  struct dev *D = container_of(W, struct dev, Idle);
  D->Open = 0;
}
void stop(struct dev *D) {
  mutex_lock(&D->Mutex);
#ifdef SOUND
  flush_work(&D->Idle);
#else
  cancel_delayed_work_sync(&D->Scan); // DEFECT: lock-order-inversion
#endif
  mutex_unlock(&D->Mutex);
}
void start(struct dev *D) {
  INIT_DELAYED_WORK(&D->Scan, scan);
  INIT_WORK(&D->Idle, idle);
}
