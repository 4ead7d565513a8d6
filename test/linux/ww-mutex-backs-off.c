// RUN: %verify %s
// -EDEADLK: the mutex is not held, what was taken before it is.
#include "Inputs/linux.h"
struct pair { struct ww_mutex A, B; struct ww_acquire_ctx *Ctx; int X; };
static int thread(void *Arg) {
  struct pair *P = Arg;
  int Err = ww_mutex_lock(&P->A, P->Ctx);
  if (Err)
    return Err;
  Err = ww_mutex_lock(&P->B, P->Ctx);
  if (Err) {
#ifdef SOUND
    ww_mutex_unlock(&P->A);
#endif
    return Err; // DEFECT: held-at-exit
  }
  P->X++;
  ww_mutex_unlock(&P->B);
  ww_mutex_unlock(&P->A);
  return 0;
}
int probe(void *D) {
  return kthread_create_on_node(thread, D, -1, "dev") ? 0 : -ENOMEM;
}
