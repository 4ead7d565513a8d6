// RUN: %verify %s
// Labels that undo what was done, in the reverse order; one jump goes to the
// wrong label.
#include "Inputs/linux.h"
struct dev { spinlock_t Lock; void *A, *B; };
struct driver { int (*probe)(struct dev *); };
static int probe(struct dev *D) {
  int Err = -ENOMEM;
  D->A = kzalloc(8, 0);
  if (!D->A)
    goto fail;
  spin_lock(&D->Lock);
  D->B = kzalloc(8, 0);
  if (!D->B)
#ifdef SOUND
    goto unlock;
#else
    goto free;
#endif
  if (D->A == D->B)
    goto unlock;
  spin_unlock(&D->Lock);
  return 0;
unlock:
  spin_unlock(&D->Lock);
#ifndef SOUND
free:
#endif
  kfree(D->A);
fail:
  return Err; // DEFECT: held-at-exit LOCK: D->Lock
}
const struct driver Driver = {.probe = probe};
