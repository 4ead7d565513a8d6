// RUN: %verify %s
// The holder of a mutex may sleep.
#include "Inputs/linux.h"
struct dev {
  struct mutex Mutex;
  spinlock_t Lock;
  int Ready;
};
void start(struct dev *D) {
#ifdef SOUND
  mutex_lock(&D->Mutex);
#else
  spin_lock(&D->Lock);
#endif
  while (!D->Ready)
    msleep(10); // DEFECT: blocking-while-held LOCK: D->Lock
#ifdef SOUND
  mutex_unlock(&D->Mutex);
#else
  spin_unlock(&D->Lock);
#endif
}
