// RUN: %verify %s
// A mutex is taken in one step of an operation and kept where that fails.
#include "Inputs/linux.h"
struct dev { struct mutex Lock; int State; };
static int thread(void *P) {
  struct dev *D = P;
  mutex_lock(&D->Lock);
  if (!D->State)
#ifdef SOUND
  {
    mutex_unlock(&D->Lock);
    return -EINVAL;
  }
#else
    return -EINVAL; // DEFECT: held-at-exit
#endif
  D->State++;
  mutex_unlock(&D->Lock);
  return 0;
}
int probe(void *D) {
  return kthread_create_on_node(thread, D, -1, "dev") ? 0 : -ENOMEM;
}
