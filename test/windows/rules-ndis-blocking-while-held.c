// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=blocking-while-held %s
// A miniport sleeps, and waits for its own event, with its lock held: at a
// reset, three calls deep, and at a halt.
#include "Inputs/ndis.h"
typedef struct _NDIS_EVENT {
  void *Event[3];
} NDIS_EVENT;
void NdisMSleep(unsigned Microseconds);
unsigned char NdisWaitEvent(NDIS_EVENT *Event, unsigned Milliseconds);
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Lock;
  NDIS_EVENT Drained;
  volatile unsigned *Registers;
  int Open;
} ADAPTER;

static void Settle(void) { NdisMSleep(50); }
static void Write(ADAPTER *Adapter, unsigned Index, unsigned Value) {
  Adapter->Registers[Index] = Value;
  Settle();
}
static void ResetHardware(ADAPTER *Adapter) {
  Write(Adapter, 0, 1);
  Write(Adapter, 0, 0);
}

static int Restart(void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Adapter->Open = 1;
#ifdef SOUND
  NdisReleaseSpinLock(&Adapter->Lock);
  ResetHardware(Adapter);
#else
  ResetHardware(Adapter); // DEFECT: blocking-while-held
  NdisReleaseSpinLock(&Adapter->Lock);
#endif
  return 0;
}

static void Halt(void *Context, int Action) {
  ADAPTER *Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Adapter->Open = 0;
#ifdef SOUND
  NdisReleaseSpinLock(&Adapter->Lock);
  NdisWaitEvent(&Adapter->Drained, 0);
#else
  NdisWaitEvent(&Adapter->Drained, 0); // DEFECT: blocking-while-held
  NdisReleaseSpinLock(&Adapter->Lock);
#endif
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.RestartHandler = Restart;
  C.HaltHandlerEx = Halt;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
