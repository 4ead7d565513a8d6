// RUN: %verify %s
// mutex_trylock returns 1 when it has the mutex, unlike down_trylock.
#include "Inputs/linux.h"
static DEFINE_MUTEX(Lock);
static volatile int Count;
static void work(struct work_struct *W) {
#ifdef SOUND
  if (!mutex_trylock(&Lock))
    return;
  Count++;
  mutex_unlock(&Lock);
#else
  if (mutex_trylock(&Lock))
    return; // DEFECT: held-at-exit
  Count++;
  mutex_unlock(&Lock); // DEFECT: release-unheld
#endif
}
DECLARE_WORK(Work, work);
