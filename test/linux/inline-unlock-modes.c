// RUN: %verify %s
// A reader's unlock is an addition, a writer's a store.
#define INLINE_UNLOCK
#include "Inputs/linux.h"
static DEFINE_RWLOCK(Table);
static int Used;
static void work(struct work_struct *W) {
  int Full;
  read_lock(&Table);
  Full = Used > 3;
  read_unlock(&Table);
  if (Full)
    return;
  write_lock(&Table);
  Used++;
#ifdef SOUND
  write_unlock(&Table);
#else
  read_unlock(&Table); // DEFECT: wrong-variant
#endif
}
DECLARE_WORK(Work, work);
