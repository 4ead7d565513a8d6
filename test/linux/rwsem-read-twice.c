// RUN: %verify %s
// A reader that comes again waits behind a writer that waits for it.
#include "Inputs/linux.h"
static DECLARE_RWSEM(Sem);
static volatile int Data;
static int sum(void) {
  int R;
  down_read(&Sem); // DEFECT: double-acquire
  R = Data;
  up_read(&Sem);
  return R;
}
static void work(struct work_struct *W) {
  int S;
#ifdef SOUND
  S = sum();
  down_read(&Sem);
#else
  down_read(&Sem);
  S = sum();
#endif
  Data = S;
  up_read(&Sem);
}
DECLARE_WORK(Work, work);
