// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=lock-lifetime --flags=-I%drivers/include %s
// A virtual miniport has a record with a lock for each target, from pool. One
// that goes is freed with its lock held; a new one is used before it is whole.
#include "sg_storport.h"
typedef struct _TARGET {
  KSPIN_LOCK Lock;
  ULONG Outstanding;
} TARGET, *PTARGET;
typedef struct _ADAPTER {
  PTARGET Targets[8];
} ADAPTER, *PADAPTER;

static VOID Remove(PADAPTER Adapter, UCHAR Id) {
  PTARGET Target = Adapter->Targets[Id & 7];
  KIRQL Irql;
  if (Target == NULL)
    return;
  KeAcquireSpinLock(&Target->Lock, &Irql);
  Adapter->Targets[Id & 7] = NULL;
#ifdef SOUND
  KeReleaseSpinLock(&Target->Lock, Irql);
  ExFreePoolWithTag(Target, 'tseT');
#else
  ExFreePoolWithTag(Target, 'tseT'); // DEFECT: lock-lifetime LOCK: Target->Lock
  KeLowerIrql(Irql);
#endif
}

static VOID Add(PADAPTER Adapter, UCHAR Id) {
  PTARGET Target = ExAllocatePoolWithTag(NonPagedPool, sizeof(TARGET), 'tseT');
  KIRQL Irql;
  if (Target == NULL)
    return;
#ifdef SOUND
  KeInitializeSpinLock(&Target->Lock);
#endif
  KeAcquireSpinLock(&Target->Lock, &Irql); // DEFECT: lock-lifetime LOCK: Target->Lock
  Target->Outstanding = 0;
  Adapter->Targets[Id & 7] = Target;
  KeReleaseSpinLock(&Target->Lock, Irql);
}

static VOID ServiceRequest(PVOID Extension, PVOID Request) {
  PIRP Irp = Request;
  PUCHAR Ids = Irp->AssociatedIrp.SystemBuffer;
  Remove(Extension, Ids[0]);
  Add(Extension, Ids[1]);
  Irp->IoStatus.Status = STATUS_SUCCESS;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwProcessServiceRequest = ServiceRequest;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
