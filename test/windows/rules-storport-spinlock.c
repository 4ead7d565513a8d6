// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpinLock --flags=-I%drivers/include %s
// A miniport keeps requests that wait for a slot behind a spin lock of its own.
// BuildIo returns with it when the adapter is stopped; AdapterControl counts
// them with it, by a function that takes it.
#include "sg_storport.h"
#define SLOTS 32
typedef struct _ADAPTER {
  KSPIN_LOCK WaitLock; // Waiting, Depth, Stopped
  PSCSI_REQUEST_BLOCK Waiting;
  ULONG Depth;
  BOOLEAN Stopped;
} ADAPTER, *PADAPTER;

static ULONG WaitDepth(PADAPTER Adapter) {
  KIRQL Irql;
  ULONG Depth;
  KeAcquireSpinLock(&Adapter->WaitLock, &Irql); // DEFECT: double-acquire LOCK: Adapter->WaitLock
  Depth = Adapter->Depth;
  KeReleaseSpinLock(&Adapter->WaitLock, Irql);
  return Depth;
}

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KIRQL Irql;
  if (Srb->Function != SRB_FUNCTION_EXECUTE_SCSI)
    return TRUE;
  KeAcquireSpinLock(&Adapter->WaitLock, &Irql);
  if (Adapter->Stopped) {
    Srb->SrbStatus = SRB_STATUS_BUSY;
#ifdef SOUND
    KeReleaseSpinLock(&Adapter->WaitLock, Irql);
#endif
    return FALSE; // DEFECT: held-at-exit LOCK: Adapter->WaitLock
  }
  Srb->NextSrb = Adapter->Waiting;
  Adapter->Waiting = Srb;
  Adapter->Depth++;
  KeReleaseSpinLock(&Adapter->WaitLock, Irql);
  return TRUE;
}

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  KIRQL Irql;
  KeAcquireSpinLock(&Adapter->WaitLock, &Irql);
  while (Adapter->Waiting != NULL) {
    PSCSI_REQUEST_BLOCK First = Adapter->Waiting;
    Adapter->Waiting = First->NextSrb;
    Adapter->Depth--;
    KeReleaseSpinLock(&Adapter->WaitLock, Irql);
    First->SrbStatus = SRB_STATUS_SUCCESS;
    StorPortNotification(RequestComplete, Extension, First);
    KeAcquireSpinLock(&Adapter->WaitLock, &Irql);
  }
  KeReleaseSpinLock(&Adapter->WaitLock, Irql);
  return TRUE;
}

static SCSI_ADAPTER_CONTROL_STATUS
AdapterControl(PVOID Extension, SCSI_ADAPTER_CONTROL_TYPE Type,
               PVOID Parameters) {
  PADAPTER Adapter = Extension;
  KIRQL Irql;
  ULONG Depth;
  if (Type != ScsiStopAdapter)
    return ScsiAdapterControlUnsuccessful;
#ifdef SOUND
  Depth = WaitDepth(Adapter);
#endif
  KeAcquireSpinLock(&Adapter->WaitLock, &Irql);
  Adapter->Stopped = TRUE;
#ifndef SOUND
  Depth = WaitDepth(Adapter);
#endif
  KeReleaseSpinLock(&Adapter->WaitLock, Irql);
  return Depth > SLOTS ? ScsiAdapterControlUnsuccessful
                       : ScsiAdapterControlSuccess;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwBuildIo = BuildIo;
  Data.HwStartIo = StartIo;
  Data.HwAdapterControl = AdapterControl;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
