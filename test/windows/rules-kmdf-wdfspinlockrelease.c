// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:WdfSpinlockRelease %s
// A framework spin lock is released by a callback that never took it, because
// the branch that takes it was not taken.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  WDFSPINLOCK Lock;
  ULONG Shared, Count;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  ULONG Shared = Context->Shared;
  if (Shared)
    WdfSpinLockAcquire(Context->Lock);
  Context->Count++;
#ifdef SOUND
  if (Shared)
#endif
    WdfSpinLockRelease(Context->Lock); // DEFECT: release-unheld
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDFDEVICE Device;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Status = WdfSpinLockCreate(NULL, &GetContext(Device)->Lock);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
