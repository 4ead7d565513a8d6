// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=lock-lifetime %s
// A miniport's halt handler frees its lock while it holds it, and its open
// handler makes a lock in use a new one.
#include "Inputs/ndis.h"
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Lock, TimerLock;
  int Open, Ticks;
} ADAPTER;

static void Halt(void *Context, int Action) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Adapter->Open = 0;
#ifdef SOUND
  NdisReleaseSpinLock(&Adapter->Lock);
  NdisFreeSpinLock(&Adapter->Lock);
#else
  NdisFreeSpinLock(&Adapter->Lock); // DEFECT: lock-lifetime
#endif
}

static int Restart(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
#ifdef SOUND
  NdisAllocateSpinLock(&Adapter->TimerLock);
  NdisAcquireSpinLock(&Adapter->TimerLock);
#else
  NdisAcquireSpinLock(&Adapter->TimerLock);
  NdisAllocateSpinLock(&Adapter->TimerLock); // DEFECT: lock-lifetime
#endif
  Adapter->Ticks = 0;
#ifdef SOUND
  NdisReleaseSpinLock(&Adapter->TimerLock);
#endif
  return 0;
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.HaltHandlerEx = Halt;
  C.RestartHandler = Restart;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
