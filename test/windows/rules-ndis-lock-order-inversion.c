// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=lock-order-inversion %s
// A miniport has a lock for sends and one for receives. Its pause handler takes
// both, sends first; the receive path returns buffers with its lock held and so
// comes to take the one for sends.
#include "Inputs/ndis.h"
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK SendLock, ReceiveLock;
  int Sends, Buffers;
} ADAPTER;

static int Pause(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->SendLock);
  NdisAcquireSpinLock(&Adapter->ReceiveLock); // DEFECT: lock-order-inversion
  Adapter->Sends = Adapter->Buffers = 0;
  NdisReleaseSpinLock(&Adapter->ReceiveLock);
  NdisReleaseSpinLock(&Adapter->SendLock);
  return 0;
}

static void Complete(ADAPTER *Adapter) {
  NdisAcquireSpinLock(&Adapter->SendLock);
  Adapter->Sends--;
  NdisReleaseSpinLock(&Adapter->SendLock);
}

static int OidRequest(void *Context, void *Request) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->ReceiveLock);
  Adapter->Buffers++;
#ifdef SOUND
  NdisReleaseSpinLock(&Adapter->ReceiveLock);
  Complete(Adapter);
#else
  Complete(Adapter);
  NdisReleaseSpinLock(&Adapter->ReceiveLock);
#endif
  return 0;
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.PauseHandler = Pause;
  C.OidRequestHandler = OidRequest;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
