// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=irq-unsafe %s
// The interrupt routine of a framework driver takes a lock of the executive for
// its counters; the queue takes the same lock at DISPATCH_LEVEL only, so the
// interrupt may come to spin on its own processor. Under the interrupt's lock
// it cannot.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  WDFINTERRUPT Interrupt;
  KSPIN_LOCK Counters;
  ULONG Interrupts;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static unsigned char Isr(WDFINTERRUPT Interrupt, unsigned Message) {
  PDEVICE_CONTEXT Context = GetContext(WdfInterruptGetDevice(Interrupt));
  KeAcquireSpinLockAtDpcLevel(&Context->Counters);
  Context->Interrupts++;
  KeReleaseSpinLockFromDpcLevel(&Context->Counters);
  WdfInterruptQueueDpcForIsr(Interrupt);
  return TRUE;
}

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
#ifdef SOUND
  WdfInterruptAcquireLock(Context->Interrupt);
  KeAcquireSpinLockAtDpcLevel(&Context->Counters);
  Context->Interrupts = 0;
  KeReleaseSpinLockFromDpcLevel(&Context->Counters);
  WdfInterruptReleaseLock(Context->Interrupt);
#else
  KIRQL Irql;
  KeAcquireSpinLock(&Context->Counters, &Irql); // DEFECT: irq-unsafe LOCK: Context->Counters
  Context->Interrupts = 0;
  KeReleaseSpinLock(&Context->Counters, Irql);
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
  KeInitializeSpinLock(&Context->Counters);
  Interrupt.EvtInterruptIsr = Isr;
  Status = WdfInterruptCreate(Device, &Interrupt, NULL, &Context->Interrupt);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
