// RUN: %verify %s
// A tasklet takes the lock and returns from inside a loop.
#include "Inputs/linux.h"
static DEFINE_SPINLOCK(Lock);
static struct tasklet_struct Tasklet;
static volatile int Fifo;
static void run(struct tasklet_struct *T) {
  spin_lock(&Lock);
  for (int I = 0; I < 8; I++) {
    if (Fifo == I) {
#ifdef SOUND
      break;
#else
      return; // DEFECT: held-at-exit
#endif
    }
  }
  spin_unlock(&Lock);
}
void attach(void) { tasklet_setup(&Tasklet, run); }
