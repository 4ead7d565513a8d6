// RUN: %verify --flags="-target x86_64-w64-mingw32" --rules=irq-unsafe %s
// The interrupt handler of a miniport takes a lock for its counters. A request
// takes it by NdisAcquireSpinLock, which masks the DPC but not the interrupt;
// the routine that NDIS synchronises with the interrupt needs no lock.
#include "Inputs/ndis.h"
typedef struct _NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS {
  NDIS_OBJECT_HEADER Header;
  unsigned char (*InterruptHandler)(void *, unsigned char *, unsigned *);
  void (*InterruptDpcHandler)(void *, void *, void *, void *);
  void *Rest[10];
} NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS;
int NdisMRegisterInterruptEx(void *Adapter, void *Context,
                             NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *C,
                             void **Handle);
unsigned char NdisMSynchronizeWithInterruptEx(void *Handle, unsigned Message,
                                              unsigned char (*Routine)(void *),
                                              void *Context);
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK Counters;
  void *Interrupt;
  unsigned Interrupts;
} ADAPTER;

static unsigned char Isr(void *Context, unsigned char *Queue, unsigned *Cpus) {
  ADAPTER *Adapter = Context;
#ifndef SOUND
  NdisDprAcquireSpinLock(&Adapter->Counters);
#endif
  Adapter->Interrupts++;
#ifndef SOUND
  NdisDprReleaseSpinLock(&Adapter->Counters);
#endif
  *Queue = 1;
  return 1;
}

static unsigned char Clear(void *Context) {
  ((ADAPTER *)Context)->Interrupts = 0;
  return 1;
}

static int OidRequest(void *Context, void *Request) {
  ADAPTER *Adapter = Context;
#ifdef SOUND
  NdisMSynchronizeWithInterruptEx(Adapter->Interrupt, 0, Clear, Adapter);
#else
  NdisAcquireSpinLock(&Adapter->Counters); // DEFECT: irq-unsafe
  Clear(Adapter);
  NdisReleaseSpinLock(&Adapter->Counters);
#endif
  return 0;
}

static int Initialize(void *Handle, void *Context, void *Parameters) {
  ADAPTER *Adapter = Context;
  NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS C = {{0}};
  NdisAllocateSpinLock(&Adapter->Counters);
  C.InterruptHandler = Isr;
  return NdisMRegisterInterruptEx(Handle, Adapter, &C, &Adapter->Interrupt);
}

int DriverEntry(void *Driver, void *Path) {
  NDIS_MINIPORT_DRIVER_CHARACTERISTICS C = {{0}};
  void *Handle;
  C.InitializeHandlerEx = Initialize;
  C.OidRequestHandler = OidRequest;
  return NdisMRegisterMiniportDriver(Driver, Path, 0, &C, &Handle);
}
