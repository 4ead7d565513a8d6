// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=completion-while-held %s
// A miniport hands packets to the drivers above and below with its lock held:
// a receive that is indicated, and a send that is completed for each list.
#include "Inputs/ndis.h"
typedef struct _NET_BUFFER_LIST {
  struct _NET_BUFFER_LIST *Next;
} NET_BUFFER_LIST;
void NdisMIndicateReceiveNetBufferLists(void *Handle, NET_BUFFER_LIST *Lists,
                                        unsigned Port, unsigned Number,
                                        unsigned Flags);
void NdisMSendNetBufferListsComplete(void *Handle, NET_BUFFER_LIST *Lists,
                                     unsigned Flags);
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Lock;
  void *Handle;
  NET_BUFFER_LIST *Received, *Sent;
} ADAPTER;

static void Indicate(ADAPTER *Adapter) {
  NET_BUFFER_LIST *Lists;
  NdisDprAcquireSpinLock(&Adapter->Lock);
  Lists = Adapter->Received;
  Adapter->Received = 0;
#ifdef SOUND
  NdisDprReleaseSpinLock(&Adapter->Lock);
#endif
  if (Lists)
    NdisMIndicateReceiveNetBufferLists(Adapter->Handle, Lists, 0, 1, 1); // DEFECT: completion-while-held
#ifndef SOUND
  NdisDprReleaseSpinLock(&Adapter->Lock);
#endif
}

static void Timer(void *System, void *Context, void *A, void *B) {
  Indicate(Context);
}

static void Send(void *Context, void *Lists, int Port, unsigned Flags) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Adapter->Sent = Lists;
  NdisReleaseSpinLock(&Adapter->Lock);
}

static int Pause(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NET_BUFFER_LIST *List;
  NdisAcquireSpinLock(&Adapter->Lock);
  while ((List = Adapter->Sent)) {
    Adapter->Sent = List->Next;
#ifdef SOUND
    NdisReleaseSpinLock(&Adapter->Lock);
    NdisMSendNetBufferListsComplete(Adapter->Handle, List, 0);
    NdisAcquireSpinLock(&Adapter->Lock);
#else
    NdisMSendNetBufferListsComplete(Adapter->Handle, List, 0); // DEFECT: completion-while-held
#endif
  }
  NdisReleaseSpinLock(&Adapter->Lock);
  return 0;
}

typedef struct _NDIS_TIMER NDIS_TIMER;
void NdisInitializeTimer(void *Timer, void (*Function)(void *, void *, void *, void *), void *Context);
static int Initialize(void *Handle, void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  Adapter->Handle = Handle;
  NdisAllocateSpinLock(&Adapter->Lock);
  NdisInitializeTimer(Adapter + 1, Timer, Adapter);
  return 0;
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.InitializeHandlerEx = Initialize;
  C.SendNetBufferListsHandler = Send;
  C.PauseHandler = Pause;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
