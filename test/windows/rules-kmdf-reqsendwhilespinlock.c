// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:ReqSendWhileSpinlock %s
// A framework filter keeps count of what it sends on under a framework spin
// lock, and of what it resets under an executive one. Both are kept while the
// request goes to the driver below, one of them by a helper.
#include "Inputs/wdf-driver.h"
typedef struct _FILTER {
  WDFSPINLOCK Lock;
  KSPIN_LOCK ResetLock;
  WDFIOTARGET Target;
  ULONG Sent, Resets;
} FILTER, *PFILTER;
WDF_CONTEXT(FILTER, GetFilter)

static void Forward(PFILTER Filter, WDFREQUEST Request) {
  if (!WdfRequestSend(Request, Filter->Target, NULL))
    Filter->Sent--;
}

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PFILTER Filter = GetFilter(WdfIoQueueGetDevice(Queue));
  WdfSpinLockAcquire(Filter->Lock);
  Filter->Sent++;
#ifdef SOUND
  WdfSpinLockRelease(Filter->Lock);
  Forward(Filter, Request);
#else
  Forward(Filter, Request); // DEFECT: completion-while-held LOCK: Filter->Lock
  WdfSpinLockRelease(Filter->Lock);
#endif
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  PFILTER Filter = GetFilter(WdfIoQueueGetDevice(Queue));
  WDF_REQUEST_SEND_OPTIONS Options = {sizeof(Options), 8 /* send and forget */};
  KIRQL Irql;
  KeAcquireSpinLock(&Filter->ResetLock, &Irql);
  Filter->Resets = 0;
#ifdef SOUND
  KeReleaseSpinLock(&Filter->ResetLock, Irql);
#endif
  WdfRequestSend(Request, Filter->Target, &Options); // DEFECT: completion-while-held LOCK: Filter->ResetLock
#ifndef SOUND
  KeReleaseSpinLock(&Filter->ResetLock, Irql);
#endif
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  PFILTER Filter;
  WDFDEVICE Device;
  int Status;
  Attributes.ContextTypeInfo = &GetFilterType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Filter = GetFilter(Device);
  KeInitializeSpinLock(&Filter->ResetLock);
  Status = WdfSpinLockCreate(NULL, &Filter->Lock);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  Queue.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
