// RUN: %verify %s
// Who waits for a mutex sleeps: it may be held for long.
#include "Inputs/hold.h"
static raw_spinlock_t Raw;
static struct mutex Mutex;
void work(void) {
#ifdef SOUND
  mutex_lock(&Mutex);
  mdelay(20);
  mutex_unlock(&Mutex);
#else
  _raw_spin_lock(&Raw); // DEFECT: not-promptly-released
  mdelay(20);
  _raw_spin_unlock(&Raw);
#endif
}
