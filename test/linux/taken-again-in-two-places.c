// RUN: %verify %s
// A call that takes the caller's lock again, here or there, is one finding: at
// the place with the shorter path.
#include "Inputs/linux.h"
static DEFINE_MUTEX(Lock);
static int Users, Failed;
extern int setup(void);
static int start(void) {
  if (setup()) {
    mutex_lock(&Lock); // DEFECT(O2): double-acquire LOCK: Lock
    Failed++;
    mutex_unlock(&Lock);
    return -EINVAL;
  }
  do {
    mutex_lock(&Lock); // DEFECT(O0,O1): double-acquire LOCK: Lock
    Users++;
    mutex_unlock(&Lock);
  } while (setup() == 2);
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
