// RUN: %verify %s
// For Linux the limit is 10 ms: it loses a tick after that.
#include "Inputs/hold.h"
static raw_spinlock_t Raw;
void work(void) {
  _raw_spin_lock(&Raw); // DEFECT: not-promptly-released
#ifdef SOUND
  mdelay(1);
#else
  mdelay(20);
#endif
  _raw_spin_unlock(&Raw);
}
