// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:StorPortStartIo --flags=-I%drivers/include %s
// What StartIo does under its lock has to be short: it stalls until the adapter has
// taken a command in, for 100 microseconds in place of 10 (not-promptly-released).
// That a request is completed under the lock is another rule's.
#include "sg_storport.h"
typedef struct _ADAPTER {
  KSPIN_LOCK Lock;
  ULONG Started;
} ADAPTER, *PADAPTER;

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KeAcquireSpinLockAtDpcLevel(&Adapter->Lock); // DEFECT: not-promptly-released
  Adapter->Started++;
#ifdef SOUND
  StorPortStallExecution(10);
#else
  StorPortStallExecution(100);
  StorPortNotification(RequestComplete, Extension, Srb);
#endif
  KeReleaseSpinLockFromDpcLevel(&Adapter->Lock);
  return TRUE;
}

static BOOLEAN Initialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
  KeInitializeSpinLock(&Adapter->Lock);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwStartIo = StartIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
