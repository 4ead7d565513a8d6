// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wrong-variant %s
// A framework driver uses a lock of the executive in a timer, which runs at
// DISPATCH_LEVEL, and in a queue. The queue's read releases it by the function
// of the timer, and leaves the IRQL raised.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  KSPIN_LOCK Lock;
  ULONG Ticks, Reads;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static void Tick(WDFTIMER Timer) {
  PDEVICE_CONTEXT Context = GetContext(WdfTimerGetParentObject(Timer));
  KeAcquireSpinLockAtDpcLevel(&Context->Lock);
  Context->Ticks++;
  KeReleaseSpinLockFromDpcLevel(&Context->Lock);
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  KIRQL Irql;
  KeAcquireSpinLock(&Context->Lock, &Irql);
  Context->Reads++;
#ifdef SOUND
  KeReleaseSpinLock(&Context->Lock, Irql);
#else
  KeReleaseSpinLockFromDpcLevel(&Context->Lock); // DEFECT: wrong-variant LOCK: Context->Lock
#endif
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDF_TIMER_CONFIG Config = {sizeof(Config)};
  WDFDEVICE Device;
  WDFTIMER Timer;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  KeInitializeSpinLock(&GetContext(Device)->Lock);
  Attributes.ContextTypeInfo = NULL;
  Attributes.ParentObject = Device;
  Config.EvtTimerFunc = Tick;
  Status = WdfTimerCreate(&Config, &Attributes, &Timer);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
