// RUN: %verify %s
// A helper takes the mutex that its caller has.
#include "Inputs/linux.h"
static DEFINE_MUTEX(Lock);
static volatile int Count;
static void bump(void) {
  mutex_lock(&Lock); // DEFECT: double-acquire
  Count++;
  mutex_unlock(&Lock);
}
static void work(struct work_struct *W) {
  mutex_lock(&Lock);
  Count = 0;
#ifdef SOUND
  mutex_unlock(&Lock);
  bump();
#else
  bump();
  mutex_unlock(&Lock);
#endif
}
DECLARE_WORK(Work, work);
