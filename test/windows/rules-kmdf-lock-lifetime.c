// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=lock-lifetime %s
// A framework driver keeps a record for each open file, with a lock in it. The
// cleanup routine frees the record while it holds that lock; a read takes one
// in a record on its stack that nobody has made a lock.
#include "Inputs/wdf-driver.h"
typedef struct _RECORD {
  KSPIN_LOCK Lock;
  LIST_ENTRY Pending;
  ULONG Users;
} RECORD, *PRECORD;
typedef struct _DEVICE_CONTEXT {
  PRECORD Record;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static void Cleanup(void *Object) {
  PRECORD Record = GetContext(Object)->Record;
  KIRQL Irql;
  KeAcquireSpinLock(&Record->Lock, &Irql);
  Record->Users--;
#ifdef SOUND
  KeReleaseSpinLock(&Record->Lock, Irql);
  ExFreePoolWithTag(Record, 'tseT');
#else
  ExFreePoolWithTag(Record, 'tseT'); // DEFECT: lock-lifetime LOCK: Record->Lock
  KeLowerIrql(Irql);
#endif
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  RECORD Record;
  KIRQL Irql;
#ifdef SOUND
  KeInitializeSpinLock(&Record.Lock);
#endif
  InitializeListHead(&Record.Pending);
  KeAcquireSpinLock(&Record.Lock, &Irql); // DEFECT: lock-lifetime LOCK: Record.Lock
  Record.Users = 1;
  KeReleaseSpinLock(&Record.Lock, Irql);
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  PRECORD Record;
  WDFDEVICE Device;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Attributes.EvtCleanupCallback = Cleanup;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Record = ExAllocatePoolWithTag(NonPagedPool, sizeof(RECORD), 'tseT');
  if (Record == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;
  KeInitializeSpinLock(&Record->Lock);
  InitializeListHead(&Record->Pending);
  GetContext(Device)->Record = Record;
  Queue.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
