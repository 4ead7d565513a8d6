// REQUIRES: mingw-ddk
// RUN: %verify-mingw --flags=-I%drivers/include %s
// Two locks are taken in opposite orders by StartIo and by the timer. The port
// driver calls both with the StartIo lock, so they never meet; a DPC, which is
// called without it, meets StartIo.
#include "sg_storport.h"
typedef struct _ADAPTER {
  STOR_DPC Dpc;
  KSPIN_LOCK Active, Free;
  ULONG Count;
} ADAPTER, *PADAPTER;

static VOID Move(PADAPTER Adapter) {
  KeAcquireSpinLockAtDpcLevel(&Adapter->Free);
  KeAcquireSpinLockAtDpcLevel(&Adapter->Active); // DEFECT: lock-order-inversion
  Adapter->Count++;
  KeReleaseSpinLockFromDpcLevel(&Adapter->Active);
  KeReleaseSpinLockFromDpcLevel(&Adapter->Free);
}

static VOID Timer(PVOID Extension) { Move(Extension); }

static VOID Drain(PSTOR_DPC Dpc, PVOID Extension, PVOID Argument1,
                  PVOID Argument2) {
#ifndef SOUND
  Move(Extension);
#endif
}

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KeAcquireSpinLockAtDpcLevel(&Adapter->Active);
  KeAcquireSpinLockAtDpcLevel(&Adapter->Free);
  Adapter->Count--;
  KeReleaseSpinLockFromDpcLevel(&Adapter->Free);
  KeReleaseSpinLockFromDpcLevel(&Adapter->Active);
  StorPortNotification(RequestTimerCall, Extension, Timer, 1000);
  return TRUE;
}

static BOOLEAN PassiveInitialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
  KeInitializeSpinLock(&Adapter->Active);
  KeInitializeSpinLock(&Adapter->Free);
  StorPortInitializeDpc(Extension, &Adapter->Dpc, Drain);
  return TRUE;
}

static BOOLEAN Initialize(PVOID Extension) {
  return StorPortEnablePassiveInitialization(Extension, PassiveInitialize);
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwStartIo = StartIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
