// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:CancelSpinLock --flags=-I%drivers/include %s
// A virtual miniport parks service requests and cancels them. Its cancel
// routine is called with the cancel spin lock: one path returns without
// releasing it, and the routine that parks takes it twice.
#include "sg_storport.h"
typedef struct _ADAPTER {
  PIRP Parked;
  ULONG Cancelled;
} ADAPTER, *PADAPTER;

static VOID NTAPI Cancel(PDEVICE_OBJECT Device, PIRP Irp) {
  PADAPTER Adapter = Irp->Tail.Overlay.DriverContext[0];
  if (Adapter == NULL) {
#ifdef SOUND
    IoReleaseCancelSpinLock(Irp->CancelIrql);
#endif
    return; // DEFECT: held-at-exit
  }
  if (Adapter->Parked == Irp)
    Adapter->Parked = NULL;
  Adapter->Cancelled++;
  IoReleaseCancelSpinLock(Irp->CancelIrql);
  Irp->IoStatus.Status = STATUS_CANCELLED;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

static VOID Park(PADAPTER Adapter, PIRP Irp) {
  KIRQL Irql;
  IoAcquireCancelSpinLock(&Irql); // DEFECT: double-acquire
  Irp->Tail.Overlay.DriverContext[0] = Adapter;
  Adapter->Parked = Irp;
  IoSetCancelRoutine(Irp, Cancel);
  IoReleaseCancelSpinLock(Irql);
}

static VOID ProcessServiceRequest(PVOID Extension, PVOID Request) {
  PADAPTER Adapter = Extension;
  PIRP Irp = Request;
  BOOLEAN Late;
  KIRQL Irql;
  IoAcquireCancelSpinLock(&Irql);
  Late = Irp->Cancel;
#ifndef SOUND
  if (!Late)
    Park(Adapter, Irp);
#endif
  IoReleaseCancelSpinLock(Irql);
#ifdef SOUND
  if (!Late)
    Park(Adapter, Irp);
#endif
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwProcessServiceRequest = ProcessServiceRequest;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
