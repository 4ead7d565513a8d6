// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=kmdf:WdfInterruptLock %s
// The lock of an interrupt object. The framework holds it around the service
// routine, which must not take it; the DPC takes it to read what the routine
// left, and must not end with it.
#include "Inputs/wdf-driver.h"
typedef struct _DEVICE_CONTEXT {
  WDFINTERRUPT Interrupt;
  ULONG Status, Handled;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)
ULONG ReadStatus(void);

static unsigned char Isr(WDFINTERRUPT Interrupt, unsigned MessageId) {
  PDEVICE_CONTEXT Context = GetContext(WdfInterruptGetDevice(Interrupt));
  ULONG Status = ReadStatus();
  if (Status == 0)
    return FALSE;
#ifndef SOUND
  WdfInterruptAcquireLock(Interrupt); // DEFECT: double-acquire
#endif
  Context->Status |= Status;
#ifndef SOUND
  WdfInterruptReleaseLock(Interrupt);
#endif
  WdfInterruptQueueDpcForIsr(Interrupt);
  return TRUE;
}

static void Dpc(WDFINTERRUPT Interrupt, void *Object) {
  PDEVICE_CONTEXT Context = GetContext(Object);
  ULONG Status;
  WdfInterruptAcquireLock(Interrupt);
  Status = Context->Status;
  Context->Status = 0;
  if (Status == 0) {
#ifdef SOUND
    WdfInterruptReleaseLock(Interrupt);
#endif
    return; // DEFECT: held-at-exit
  }
  WdfInterruptReleaseLock(Interrupt);
  Context->Handled++;
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_INTERRUPT_CONFIG Interrupt = {sizeof(Interrupt)};
  WDFDEVICE Device;
  int Status;
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Interrupt.EvtInterruptIsr = Isr;
  Interrupt.EvtInterruptDpc = Dpc;
  return WdfInterruptCreate(Device, &Interrupt, NULL,
                            &GetContext(Device)->Interrupt);
}
WDF_DRIVER(DeviceAdd)
