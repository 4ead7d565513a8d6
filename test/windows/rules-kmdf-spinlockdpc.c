// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:SpinlockDpc %s
// A framework driver that takes its lock by KeAcquireSpinLockRaiseToDpc in a
// queue callback and at DPC level in a DPC: the DPC leaves with it when a
// transfer failed, the callback's helper takes it again.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  KSPIN_LOCK Lock;
  ULONG Sent, Failed;
  WDFREQUEST Current;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static BOOLEAN Busy(PDEVICE_CONTEXT Context) {
  BOOLEAN Result;
#ifndef SOUND
  KIRQL Irql =
      KeAcquireSpinLockRaiseToDpc(&Context->Lock); // DEFECT: double-acquire
#endif
  Result = Context->Current != NULL;
#ifndef SOUND
  KeReleaseSpinLock(&Context->Lock, Irql);
#endif
  return Result;
}

static void IoWrite(WDFQUEUE Queue, WDFREQUEST Request,
                    unsigned long long Length) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  NTSTATUS Status = STATUS_SUCCESS;
  KIRQL Irql = KeAcquireSpinLockRaiseToDpc(&Context->Lock);
  if (Busy(Context))
    Status = STATUS_DEVICE_BUSY;
  else
    Context->Current = Request;
  KeReleaseSpinLock(&Context->Lock, Irql);
  if (!NT_SUCCESS(Status))
    WdfRequestComplete(Request, Status);
}

static void Done(WDFDPC Dpc) {
  PDEVICE_CONTEXT Context = GetContext(WdfDpcGetParentObject(Dpc));
  WDFREQUEST Request;
  KeAcquireSpinLockAtDpcLevel(&Context->Lock);
  Request = Context->Current;
  Context->Current = NULL;
  if (Request != NULL) {
    Context->Sent++;
    KeReleaseSpinLockFromDpcLevel(&Context->Lock);
    WdfRequestComplete(Request, STATUS_SUCCESS);
    return;
  }
  Context->Failed++;
#ifdef SOUND
  KeReleaseSpinLockFromDpcLevel(&Context->Lock);
#endif
} // DEFECT: held-at-exit

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDF_DPC_CONFIG Dpc = {sizeof(Dpc), Done};
  WDFDEVICE Device;
  WDFDPC Handle;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  KeInitializeSpinLock(&GetContext(Device)->Lock);
  Queue.Rest[0] = IoWrite;
  Status = WdfIoQueueCreate(Device, &Queue, NULL, NULL);
  if (!NT_SUCCESS(Status))
    return Status;
  Attributes.ContextTypeInfo = NULL;
  Attributes.ParentObject = Device;
  return WdfDpcCreate(&Dpc, &Attributes, &Handle);
}
WDF_DRIVER(DeviceAdd)
