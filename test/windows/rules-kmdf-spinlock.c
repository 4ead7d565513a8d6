// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:Spinlock %s
// A framework driver with a spin lock of the executive in its device context.
// A read that finds the buffer empty leaves with it; the timer that refills the
// buffer wakes the reader by a function that takes it.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  KSPIN_LOCK Lock; // Level, Pending
  ULONG Level;
  WDFREQUEST Pending;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static WDFREQUEST TakePending(PDEVICE_CONTEXT Context) {
  WDFREQUEST Request;
  KIRQL Irql;
  KeAcquireSpinLock(&Context->Lock, &Irql); // DEFECT: double-acquire
  Request = Context->Pending;
  Context->Pending = NULL;
  KeReleaseSpinLock(&Context->Lock, Irql);
  return Request;
}

static void Refill(WDFTIMER Timer) {
  PDEVICE_CONTEXT Context = GetContext(WdfTimerGetParentObject(Timer));
  WDFREQUEST Request = NULL;
  KIRQL Irql;
  KeAcquireSpinLock(&Context->Lock, &Irql);
  Context->Level += 16;
#ifdef SOUND
  KeReleaseSpinLock(&Context->Lock, Irql);
  Request = TakePending(Context);
#else
  Request = TakePending(Context);
  KeReleaseSpinLock(&Context->Lock, Irql);
#endif
  if (Request != NULL)
    WdfRequestComplete(Request, STATUS_SUCCESS);
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  KIRQL Irql;
  KeAcquireSpinLock(&Context->Lock, &Irql);
  if (Context->Level >= Length) {
    Context->Level -= (ULONG)Length;
    KeReleaseSpinLock(&Context->Lock, Irql);
    WdfRequestComplete(Request, STATUS_SUCCESS);
    return;
  }
  Context->Pending = Request;
#ifdef SOUND
  KeReleaseSpinLock(&Context->Lock, Irql);
#endif
} // DEFECT: held-at-exit

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDF_TIMER_CONFIG Timer = {sizeof(Timer), Refill, 100};
  PDEVICE_CONTEXT Context;
  WDFDEVICE Device;
  WDFTIMER Handle;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Context = GetContext(Device);
  KeInitializeSpinLock(&Context->Lock);
  Context->Pending = NULL;
  Queue.EvtIoRead = IoRead;
  Status = WdfIoQueueCreate(Device, &Queue, NULL, NULL);
  if (!NT_SUCCESS(Status))
    return Status;
  Attributes.ContextTypeInfo = NULL;
  Attributes.ParentObject = Device;
  return WdfTimerCreate(&Timer, &Attributes, &Handle);
}
WDF_DRIVER(DeviceAdd)
