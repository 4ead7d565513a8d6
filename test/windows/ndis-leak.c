// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A miniport's handler returns with the lock.
#include "Inputs/ndis.h"
typedef struct _ADAPTER {
  int Paused;
  NDIS_SPIN_LOCK Lock;
} ADAPTER;
static int Pause(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  if (Adapter->Paused) {
#ifdef SOUND
    NdisReleaseSpinLock(&Adapter->Lock);
#endif
    return -1; // DEFECT: held-at-exit
  }
  Adapter->Paused = 1;
  NdisReleaseSpinLock(&Adapter->Lock);
  return 0;
}
int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.PauseHandler = Pause;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
