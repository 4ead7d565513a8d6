// RUN: %verify --flags="-target x86_64-w64-mingw32 -include %include/spinguard/RoleTypes.h" %s
// Role types of NDIS.
#include "Inputs/ndis.h"
typedef int MINIPORT_PAUSE(void *Context, void *Parameters);
MINIPORT_PAUSE Pause;
static NDIS_SPIN_LOCK Lock;
int Count;
int Pause(void *Context, void *Parameters) {
  NdisAcquireSpinLock(&Lock);
  if (Count) {
#ifdef SOUND
    NdisReleaseSpinLock(&Lock);
#endif
    return -1; // DEFECT: held-at-exit LOCK: Lock
  }
  Count++;
  NdisReleaseSpinLock(&Lock);
  return 0;
}
