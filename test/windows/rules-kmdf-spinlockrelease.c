// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:SpinlockRelease %s
// A framework driver's cancel callback and its timer race for a request. The
// loser releases the lock before it leaves through the common end.
#include "Inputs/wdf-driver.h"
static KSPIN_LOCK Lock;
static WDFREQUEST Pending;

static void Cancel(WDFREQUEST Request) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (Pending == Request)
    Pending = NULL;
  KeReleaseSpinLock(&Lock, Irql);
  WdfRequestComplete(Request, STATUS_CANCELLED);
}

static void Expire(WDFTIMER Timer) {
  WDFREQUEST Request;
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  Request = Pending;
  Pending = NULL;
  if (Request != NULL &&
      WdfRequestUnmarkCancelable(Request) == STATUS_CANCELLED) {
    Request = NULL;
#ifndef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
  }
  KeReleaseSpinLock(&Lock, Irql); // DEFECT: release-unheld LOCK: Lock
  if (Request != NULL)
    WdfRequestComplete(Request, STATUS_TIMEOUT);
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  KIRQL Irql;
  WdfRequestMarkCancelable(Request, Cancel);
  KeAcquireSpinLock(&Lock, &Irql);
  Pending = Request;
  KeReleaseSpinLock(&Lock, Irql);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDF_TIMER_CONFIG Timer = {sizeof(Timer), Expire};
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDFDEVICE Device;
  WDFTIMER Handle;
  int Status = WdfDeviceCreate(&Init, NULL, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  KeInitializeSpinLock(&Lock);
  Queue.EvtIoRead = IoRead;
  Status = WdfIoQueueCreate(Device, &Queue, NULL, NULL);
  if (!NT_SUCCESS(Status))
    return Status;
  Attributes.ParentObject = Device;
  return WdfTimerCreate(&Timer, &Attributes, &Handle);
}
WDF_DRIVER(DeviceAdd)
