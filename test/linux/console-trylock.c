// RUN: %verify %s
// The console is given up by one who did not get it.
#include "Inputs/linux.h"
static volatile int Lines;
static void work(struct work_struct *W) {
  if (console_trylock())
    Lines++;
#ifdef SOUND
  else
    return;
#endif
  console_unlock(); // DEFECT: release-unheld
}
DECLARE_WORK(Work, work);
