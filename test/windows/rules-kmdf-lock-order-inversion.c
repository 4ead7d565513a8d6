// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=lock-order-inversion %s
// Two framework spin locks of one device: the queue takes the one for the
// device first, the timer the one for the queue.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  WDFSPINLOCK DeviceLock, QueueLock;
  ULONG Ticks, Depth;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  WdfSpinLockAcquire(Context->DeviceLock);
  WdfSpinLockAcquire(Context->QueueLock); // DEFECT: lock-order-inversion
  Context->Depth++;
  WdfSpinLockRelease(Context->QueueLock);
  WdfSpinLockRelease(Context->DeviceLock);
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

static void Tick(WDFTIMER Timer) {
  PDEVICE_CONTEXT Context = GetContext(WdfTimerGetParentObject(Timer));
#ifdef SOUND
  WdfSpinLockAcquire(Context->DeviceLock);
  WdfSpinLockAcquire(Context->QueueLock);
#else
  WdfSpinLockAcquire(Context->QueueLock);
  WdfSpinLockAcquire(Context->DeviceLock);
#endif
  Context->Ticks += Context->Depth;
  WdfSpinLockRelease(Context->QueueLock);
  WdfSpinLockRelease(Context->DeviceLock);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDF_TIMER_CONFIG Config = {sizeof(Config)};
  PDEVICE_CONTEXT Context;
  WDFDEVICE Device;
  WDFTIMER Timer;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Context = GetContext(Device);
  Attributes.ContextTypeInfo = NULL;
  Attributes.ParentObject = Device;
  Status = WdfSpinLockCreate(&Attributes, &Context->DeviceLock);
  if (NT_SUCCESS(Status))
    Status = WdfSpinLockCreate(&Attributes, &Context->QueueLock);
  if (!NT_SUCCESS(Status))
    return Status;
  Config.EvtTimerFunc = Tick;
  Status = WdfTimerCreate(&Config, &Attributes, &Timer);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
