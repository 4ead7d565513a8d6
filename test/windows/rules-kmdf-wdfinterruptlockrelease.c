// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:WdfInterruptLockRelease %s
// A device with two interrupt objects: a queue callback takes the lock of the
// one and releases that of the other.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  WDFINTERRUPT Receive, Transmit;
  ULONG Mask;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static unsigned char Isr(WDFINTERRUPT Interrupt, unsigned MessageId) {
  return GetContext(WdfInterruptGetDevice(Interrupt))->Mask != 0;
}

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  WDFINTERRUPT Receive = Context->Receive, Transmit = Context->Transmit;
  WdfInterruptAcquireLock(Transmit);
  Context->Mask |= 2;
#ifdef SOUND
  WdfInterruptReleaseLock(Transmit);
#else
  WdfInterruptReleaseLock(Receive); // DEFECT: release-unheld
#endif
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDF_INTERRUPT_CONFIG Interrupt = {sizeof(Interrupt)};
  PDEVICE_CONTEXT Context;
  WDFDEVICE Device;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Context = GetContext(Device);
  Interrupt.EvtInterruptIsr = Isr;
  Status = WdfInterruptCreate(Device, &Interrupt, NULL, &Context->Receive);
  if (!NT_SUCCESS(Status))
    return Status;
  Status = WdfInterruptCreate(Device, &Interrupt, NULL, &Context->Transmit);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
