// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The Dpr variants in a send handler: the second lock is never given up.
#include "Inputs/ndis.h"
static NDIS_SPIN_LOCK Lock, Queue;
int Count;
static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  if (!(Flags & 1))
    return;
  NdisDprAcquireSpinLock(&Lock);
  NdisDprAcquireSpinLock(&Queue);
  Count++;
#ifdef SOUND
  NdisDprReleaseSpinLock(&Queue);
#endif
  NdisDprReleaseSpinLock(&Lock);
} // DEFECT: held-at-exit LOCK: Queue
int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.SendNetBufferListsHandler = Send;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
