// RUN: %verify %s
// The last user has the mutex, the others have not.
#include "Inputs/linux.h"
struct obj { int Users; struct mutex *Lock; };
static int thread(void *P) {
  struct obj *O = P;
  if (!atomic_dec_and_mutex_lock(&O->Users, O->Lock))
    return 0;
#ifdef SOUND
  mutex_unlock(O->Lock);
#endif
  kfree(O);
  return 1; // DEFECT: held-at-exit
}
int probe(void *D) {
  return kthread_create_on_node(thread, D, -1, "dev") ? 0 : -ENOMEM;
}
