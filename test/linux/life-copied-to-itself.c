// RUN: %verify %s
// An initialiser that fills its own variable copies it to itself; one that
// fills another copies a lock.
#include "Inputs/linux.h"
struct notice { int Count; struct completion Done; int Left[8]; };
void __init_swait_queue_head(raw_spinlock_t *, const char *, void *);
void submit(struct notice *);
static DEFINE_SPINLOCK(Lock);
static struct completion *prepare(struct completion *C) {
  C->done = 0;
  __init_swait_queue_head(&C->lock, "Done", NULL);
  return C;
}
static void flush(struct work_struct *W) {
#ifdef SOUND
  struct notice N = {1, *({ prepare(&N.Done); })};
#else
  struct completion Other;
  struct notice N = {1, *({ prepare(&Other); })}; // DEFECT: lock-lifetime
#endif
  spin_lock(&Lock);
  N.Count++;
  spin_unlock(&Lock);
  submit(&N);
}
DECLARE_WORK(Flush, flush);
