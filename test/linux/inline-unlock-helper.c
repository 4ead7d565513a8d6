// RUN: %verify %s
// A function that unlocks for its caller, with a store.
#define INLINE_UNLOCK
#include "Inputs/linux.h"
struct port { int Count; spinlock_t Lock; };
static struct port Port;
static __attribute__((noinline)) void done(struct port *P) {
  P->Count--;
  spin_unlock(&P->Lock);
}
static void work(struct work_struct *W) {
  spin_lock(&Port.Lock);
  if (Port.Count) {
    done(&Port);
    return;
  }
#ifdef SOUND
  spin_unlock(&Port.Lock);
#endif
} // DEFECT: held-at-exit
DECLARE_WORK(Work, work);
