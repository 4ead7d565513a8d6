// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=ndis:SpinLockDprRelease %s
// An NDIS 6 miniport completes what it has sent outside of its lock and comes
// back for more; the way out for an adapter that was paused meanwhile releases
// the lock that it has not taken again.
#include "Inputs/ndis.h"
typedef struct _NET_BUFFER_LIST {
  struct _NET_BUFFER_LIST *Next;
  int Status;
} NET_BUFFER_LIST;
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Lock;
  NET_BUFFER_LIST *Sent;
  int Paused, Completed;
} ADAPTER;
void Complete(NET_BUFFER_LIST *List);

static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  ADAPTER *Adapter = Context;
  NET_BUFFER_LIST *List;
  NdisDprAcquireSpinLock(&Adapter->Lock);
  while ((List = Adapter->Sent) != 0) {
    Adapter->Sent = List->Next;
    NdisDprReleaseSpinLock(&Adapter->Lock);
    Complete(List);
#ifdef SOUND
    NdisDprAcquireSpinLock(&Adapter->Lock);
    if (Adapter->Paused)
      break;
#else
    if (Adapter->Paused)
      break;
    NdisDprAcquireSpinLock(&Adapter->Lock);
#endif
    Adapter->Completed++;
  }
  NdisDprReleaseSpinLock(&Adapter->Lock); // DEFECT: release-unheld
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.SendNetBufferListsHandler = Send;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
