// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=ndis:SpinLockDpr %s
// An NDIS 6 miniport sends at DISPATCH_LEVEL and so takes its lock by
// NdisDprAcquireSpinLock: once more in a helper for the last buffer, and not
// given back where the link is down. The lock of the pause handler, which is
// taken by NdisAcquireSpinLock, is for the same rule.
#include "Inputs/ndis.h"
typedef struct _NET_BUFFER_LIST {
  struct _NET_BUFFER_LIST *Next;
  int Status;
} NET_BUFFER_LIST;
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Lock;
  NET_BUFFER_LIST *First, *Last;
  int LinkUp, Paused, Queued;
} ADAPTER;

static void Append(ADAPTER *Adapter, NET_BUFFER_LIST *List) {
#ifndef SOUND
  NdisDprAcquireSpinLock(&Adapter->Lock); // DEFECT: double-acquire
#endif
  if (Adapter->Last)
    Adapter->Last->Next = List;
  else
    Adapter->First = List;
  Adapter->Last = List;
  Adapter->Queued++;
#ifndef SOUND
  NdisDprReleaseSpinLock(&Adapter->Lock);
#endif
}

static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  ADAPTER *Adapter = Context;
  NET_BUFFER_LIST *List, *Next;
  for (List = Lists; List; List = Next) {
    Next = List->Next;
    List->Next = 0;
    NdisDprAcquireSpinLock(&Adapter->Lock);
    Append(Adapter, List);
    NdisDprReleaseSpinLock(&Adapter->Lock);
  }
}

static int OidRequest(void *Context, void *Request) {
  ADAPTER *Adapter = Context;
  NdisDprAcquireSpinLock(&Adapter->Lock);
  if (!Adapter->LinkUp) {
#ifdef SOUND
    NdisDprReleaseSpinLock(&Adapter->Lock);
#endif
    return -1; // DEFECT: held-at-exit
  }
  Adapter->Queued = 0;
  NdisDprReleaseSpinLock(&Adapter->Lock);
  return 0;
}

static int Pause(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Adapter->Paused = 1;
  NdisReleaseSpinLock(&Adapter->Lock);
  return 0;
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.SendNetBufferListsHandler = Send;
  C.OidRequestHandler = OidRequest;
  C.PauseHandler = Pause;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
