// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=irq-unsafe --flags=-I%drivers/include %s
// The interrupt routine and a DPC share a ring and its lock. Under the DPC lock
// alone the interrupt can come while the DPC holds it; under the interrupt lock
// it cannot.
#include "sg_storport.h"
typedef struct _ADAPTER {
  STOR_DPC Dpc;
  KSPIN_LOCK RingLock;
  ULONG Head, Tail;
} ADAPTER, *PADAPTER;

static BOOLEAN Interrupt(PVOID Extension) {
  PADAPTER Adapter = Extension;
  KeAcquireSpinLockAtDpcLevel(&Adapter->RingLock);
  Adapter->Head++;
  KeReleaseSpinLockFromDpcLevel(&Adapter->RingLock);
  StorPortIssueDpc(Extension, &Adapter->Dpc, NULL, NULL);
  return TRUE;
}

static VOID Drain(PSTOR_DPC Dpc, PVOID Extension, PVOID Argument1,
                  PVOID Argument2) {
  PADAPTER Adapter = Extension;
  STOR_LOCK_HANDLE Handle;
#ifdef SOUND
  StorPortAcquireSpinLock(Extension, InterruptLock, NULL, &Handle);
#else
  StorPortAcquireSpinLock(Extension, DpcLock, Dpc, &Handle);
#endif
  KeAcquireSpinLockAtDpcLevel(&Adapter->RingLock); // DEFECT: irq-unsafe
  Adapter->Tail = Adapter->Head;
  KeReleaseSpinLockFromDpcLevel(&Adapter->RingLock);
  StorPortReleaseSpinLock(Extension, &Handle);
}

static BOOLEAN PassiveInitialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
  KeInitializeSpinLock(&Adapter->RingLock);
  StorPortInitializeDpc(Extension, &Adapter->Dpc, Drain);
  return TRUE;
}

static BOOLEAN Initialize(PVOID Extension) {
  return StorPortEnablePassiveInitialization(Extension, PassiveInitialize);
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwInterrupt = Interrupt;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
