// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:StorPortSpinLock4 --flags=-I%drivers/include %s
// The release side of the port driver's locks: AdapterControl takes the
// interrupt lock for two of its requests and releases it for all of them.
#include "sg_storport.h"
typedef struct _ADAPTER {
  ULONG Enabled;
  ULONG Resets;
} ADAPTER, *PADAPTER;

static SCSI_ADAPTER_CONTROL_STATUS
AdapterControl(PVOID Extension, SCSI_ADAPTER_CONTROL_TYPE Type,
               PVOID Parameters) {
  PADAPTER Adapter = Extension;
  SCSI_ADAPTER_CONTROL_STATUS Status = ScsiAdapterControlSuccess;
  STOR_LOCK_HANDLE Handle = {InterruptLock};
  switch (Type) {
  case ScsiStopAdapter:
    StorPortAcquireSpinLock(Extension, InterruptLock, NULL, &Handle);
    Adapter->Enabled = 0;
    break;
  case ScsiRestartAdapter:
    StorPortAcquireSpinLock(Extension, InterruptLock, NULL, &Handle);
    Adapter->Enabled = 1;
    Adapter->Resets++;
    break;
  default:
    Status = ScsiAdapterControlUnsuccessful;
#ifdef SOUND
    return Status;
#else
    break;
#endif
  }
  StorPortReleaseSpinLock(Extension, &Handle); // DEFECT: release-unheld
  return Status;
}

static BOOLEAN Interrupt(PVOID Extension) {
  PADAPTER Adapter = Extension;
  return Adapter->Enabled != 0;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInterrupt = Interrupt;
  Data.HwAdapterControl = AdapterControl;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
