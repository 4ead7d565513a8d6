// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=lock-order-inversion --flags=-I%drivers/include %s
// Locks of the port driver have an order: DpcLock, StartIoLock, InterruptLock.
// A DPC takes the StartIo lock under its own; StartIo, which is called with the
// StartIo lock, may not take the DPC's, but one above it.
#include "sg_storport.h"
typedef struct _ADAPTER {
  STOR_DPC Dpc;
  ULONG Submitted, Done;
} ADAPTER, *PADAPTER;

static VOID Drain(PSTOR_DPC Dpc, PVOID Extension, PVOID Argument1,
                  PVOID Argument2) {
  PADAPTER Adapter = Extension;
  STOR_LOCK_HANDLE Own, Start;
  StorPortAcquireSpinLock(Extension, DpcLock, &Adapter->Dpc, &Own);
  StorPortAcquireSpinLock(Extension, StartIoLock, NULL, &Start); // DEFECT: lock-order-inversion
  Adapter->Done = Adapter->Submitted;
  StorPortReleaseSpinLock(Extension, &Start);
  StorPortReleaseSpinLock(Extension, &Own);
}

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  STOR_LOCK_HANDLE Handle;
#ifdef SOUND
  StorPortAcquireSpinLock(Extension, InterruptLock, NULL, &Handle);
#else
  StorPortAcquireSpinLock(Extension, DpcLock, &Adapter->Dpc, &Handle);
#endif
  Adapter->Submitted++;
  StorPortReleaseSpinLock(Extension, &Handle);
  return TRUE;
}

static BOOLEAN PassiveInitialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
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
