// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// NdisFreeSpinLock ends a lock; its holder must not call it.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock;
int Count;
static void Halt(void *Context, int Action) {
  NdisAcquireSpinLock(&Lock);
  Count = 0;
#ifdef SOUND
  NdisReleaseSpinLock(&Lock);
#endif
  NdisFreeSpinLock(&Lock); // DEFECT: lock-lifetime LOCK: Lock
}
int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  NdisAllocateSpinLock(&Lock);
  C.HaltHandlerEx = Halt;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
