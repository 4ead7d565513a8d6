// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// NdisDprReleaseSpinLock twice.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock;
int Count;
static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  NdisDprAcquireSpinLock(&Lock);
  Count++;
  NdisDprReleaseSpinLock(&Lock);
#ifndef SOUND
  NdisDprReleaseSpinLock(&Lock); // DEFECT: release-unheld LOCK: Lock
#endif
}
int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.SendNetBufferListsHandler = Send;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
