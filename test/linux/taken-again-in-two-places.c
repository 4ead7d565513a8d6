// RUN: %verify %s
// A call that takes the caller's lock again, here or there, is one finding.
#include "Inputs/linux.h"
static DEFINE_MUTEX(Lock);
static int Users, Failed;
extern int setup(void);
extern void note(int);
static int start(void) {
  if (setup()) {
    note(1);
    mutex_lock(&Lock); // (The same.)
    Failed++;
    mutex_unlock(&Lock);
    return -EINVAL;
  }
  note(2);
  mutex_lock(&Lock); // DEFECT: double-acquire LOCK: Lock
  Users++;
  mutex_unlock(&Lock);
  return 0;
}
static void work(struct work_struct *W) {
#ifdef SOUND
  start();
#else
  mutex_lock(&Lock);
  start();
  mutex_unlock(&Lock);
#endif
}
DECLARE_WORK(Work, work);
