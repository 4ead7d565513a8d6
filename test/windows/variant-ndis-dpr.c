// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// NdisDprReleaseSpinLock leaves the IRQL raised.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock;
int Count;
static int Pause(void *Context, void *Parameters) {
  NdisAcquireSpinLock(&Lock);
  Count++;
#ifdef SOUND
  NdisReleaseSpinLock(&Lock);
#else
  NdisDprReleaseSpinLock(&Lock); // DEFECT: wrong-variant LOCK: Lock
#endif
  return 0;
}
int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  NdisAllocateSpinLock(&Lock);
  C.PauseHandler = Pause;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
