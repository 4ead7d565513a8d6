// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:SpinLockSafe --flags=-I%drivers/include %s
// A virtual miniport gets control requests as IRPs. It completes the one that
// waits for it, and forwards another, with the lock of its list.
#include "sg_storport.h"
typedef struct _ADAPTER {
  KSPIN_LOCK Lock;
  PIRP Waiting;
  PDEVICE_OBJECT Below;
  ULONG Forwarded;
} ADAPTER, *PADAPTER;

static VOID Finish(PADAPTER Adapter, NTSTATUS Status) {
  PIRP Irp;
  KIRQL Irql;
  KeAcquireSpinLock(&Adapter->Lock, &Irql);
  Irp = Adapter->Waiting;
  Adapter->Waiting = NULL;
#ifdef SOUND
  KeReleaseSpinLock(&Adapter->Lock, Irql);
#endif
  if (Irp != NULL) {
    Irp->IoStatus.Status = Status;
    IoCompleteRequest(Irp, IO_NO_INCREMENT); // DEFECT: completion-while-held
  }
#ifndef SOUND
  KeReleaseSpinLock(&Adapter->Lock, Irql);
#endif
}

static VOID ServiceRequest(PVOID Extension, PVOID Request) {
  PADAPTER Adapter = Extension;
  PIRP Irp = Request;
  KIRQL Irql;
  Finish(Adapter, STATUS_CANCELLED);
  KeAcquireSpinLock(&Adapter->Lock, &Irql);
  if (Adapter->Below != NULL) {
    Adapter->Forwarded++;
#ifdef SOUND
    KeReleaseSpinLock(&Adapter->Lock, Irql);
#endif
    IoSkipCurrentIrpStackLocation(Irp);
    IoCallDriver(Adapter->Below, Irp); // DEFECT: completion-while-held
#ifndef SOUND
    KeReleaseSpinLock(&Adapter->Lock, Irql);
#endif
    return;
  }
  Adapter->Waiting = Irp;
  KeReleaseSpinLock(&Adapter->Lock, Irql);
}

static SCSI_ADAPTER_CONTROL_STATUS AdapterControl(PVOID Extension,
                                                  SCSI_ADAPTER_CONTROL_TYPE Type,
                                                  PVOID Parameters) {
  if (Type == ScsiStopAdapter)
    Finish(Extension, STATUS_DEVICE_NOT_READY);
  return ScsiAdapterControlSuccess;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwProcessServiceRequest = ServiceRequest;
  Data.HwAdapterControl = AdapterControl;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
