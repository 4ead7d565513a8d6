// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:WdfSpinlock %s
// Framework spin locks, one a device and one a queue. The rule is about each
// lock: one inside the other is sound, the same one twice is not, and no
// callback may end with one.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  WDFSPINLOCK DeviceLock; // before QueueLock
  WDFSPINLOCK QueueLock;
  ULONG Powered, Depth;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static ULONG Depth(PDEVICE_CONTEXT Context) {
  ULONG Result;
  WdfSpinLockAcquire(Context->QueueLock); // DEFECT: double-acquire
  Result = Context->Depth;
  WdfSpinLockRelease(Context->QueueLock);
  return Result;
}

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  WdfSpinLockAcquire(Context->DeviceLock);
  if (!Context->Powered) {
#ifdef SOUND
    WdfSpinLockRelease(Context->DeviceLock);
#endif
    return; // DEFECT: held-at-exit
  }
  WdfSpinLockAcquire(Context->QueueLock);
  Context->Depth++;
  WdfSpinLockRelease(Context->QueueLock);
  WdfSpinLockRelease(Context->DeviceLock);
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  ULONG Before;
#ifdef SOUND
  WdfSpinLockAcquire(Context->DeviceLock);
  Before = Depth(Context);
  WdfSpinLockRelease(Context->DeviceLock);
#else
  WdfSpinLockAcquire(Context->QueueLock);
  Before = Depth(Context);
  WdfSpinLockRelease(Context->QueueLock);
#endif
  WdfRequestComplete(Request, Before ? STATUS_SUCCESS : STATUS_NO_MORE_ENTRIES);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  PDEVICE_CONTEXT Context;
  WDFDEVICE Device;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Context = GetContext(Device);
  Attributes.ContextTypeInfo = NULL;
  Attributes.ParentObject = Device;
  Status = WdfSpinLockCreate(&Attributes, &Context->DeviceLock);
  if (!NT_SUCCESS(Status))
    return Status;
  Status = WdfSpinLockCreate(&Attributes, &Context->QueueLock);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  Queue.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
