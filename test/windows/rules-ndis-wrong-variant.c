// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=wrong-variant %s
// A pause handler, which may be called at PASSIVE_LEVEL, raises the IRQL by
// NdisAcquireSpinLock and gives the lock up by the function of the send path.
#include "Inputs/ndis.h"
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Lock;
  int Paused, Queued;
} ADAPTER;

static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  ADAPTER *Adapter = Context;
  if (Flags & 1 /* at DISPATCH_LEVEL */) {
    NdisDprAcquireSpinLock(&Adapter->Lock);
    Adapter->Queued++;
    NdisDprReleaseSpinLock(&Adapter->Lock);
  } else {
    NdisAcquireSpinLock(&Adapter->Lock);
    Adapter->Queued++;
    NdisReleaseSpinLock(&Adapter->Lock);
  }
}

static int Pause(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Adapter->Paused = 1;
#ifdef SOUND
  NdisReleaseSpinLock(&Adapter->Lock);
#else
  NdisDprReleaseSpinLock(&Adapter->Lock); // DEFECT: wrong-variant
#endif
  return 0;
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.SendNetBufferListsHandler = Send;
  C.PauseHandler = Pause;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
