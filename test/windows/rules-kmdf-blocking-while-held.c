// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=blocking-while-held %s
// A framework driver waits with its spin lock: for its wait lock (with a time
// limit of zero it would only try), for a read that it sends synchronously, and
// for a timer to run out.
#include "Inputs/wdf-driver.h"
typedef struct WDFWAITLOCK__ *WDFWAITLOCK;
INLINE int WdfWaitLockAcquire(WDFWAITLOCK Lock, long long *Timeout) {
  return WDF_CALL(313, int, WDFWAITLOCK, long long *)(WdfDriverGlobals, Lock,
                                                      Timeout);
}
INLINE void WdfWaitLockRelease(WDFWAITLOCK Lock) {
  WDF_CALL(314, void, WDFWAITLOCK)(WdfDriverGlobals, Lock);
}
INLINE unsigned char WdfTimerStop(WDFTIMER Timer, unsigned char Wait) {
  return WDF_CALL(320, unsigned char, WDFTIMER,
                  unsigned char)(WdfDriverGlobals, Timer, Wait);
}
INLINE int WdfIoTargetSendReadSynchronously(WDFIOTARGET Target,
                                            WDFREQUEST Request, void *Buffer) {
  return WDF_CALL(182, int, WDFIOTARGET, WDFREQUEST, void *, long long *,
                  WDF_REQUEST_SEND_OPTIONS *, ULONG_PTR *)(
      WdfDriverGlobals, Target, Request, Buffer, NULL, NULL, NULL);
}
typedef struct _DEVICE_CONTEXT {
  WDFSPINLOCK Lock;
  WDFWAITLOCK Registers;
  WDFIOTARGET Target;
  WDFTIMER Timer;
  ULONG Reads, Idle;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_CONTEXT(DEVICE_CONTEXT, GetContext)

static void IoDefault(WDFQUEUE Queue, WDFREQUEST Request) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  long long Try = 0;
  WdfSpinLockAcquire(Context->Lock);
#ifdef SOUND
  if (WdfWaitLockAcquire(Context->Registers, &Try) == 0) {
#else
  if (WdfWaitLockAcquire(Context->Registers, NULL) == 0) { // DEFECT: blocking-while-held LOCK: Context->Lock
#endif
    Context->Idle = 0;
    WdfWaitLockRelease(Context->Registers);
  }
  WdfSpinLockRelease(Context->Lock);
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

static void IoRead(WDFQUEUE Queue, WDFREQUEST Request,
                   unsigned long long Length) {
  PDEVICE_CONTEXT Context = GetContext(WdfIoQueueGetDevice(Queue));
  int Status;
  WdfSpinLockAcquire(Context->Lock);
  Context->Reads++;
#ifdef SOUND
  WdfSpinLockRelease(Context->Lock);
#endif
  Status = WdfIoTargetSendReadSynchronously(Context->Target, Request, NULL); // DEFECT: blocking-while-held
#ifndef SOUND
  WdfSpinLockRelease(Context->Lock);
#endif
  WdfRequestComplete(Request, Status);
}

static int D0Exit(WDFDEVICE Device, int Target) {
  PDEVICE_CONTEXT Context = GetContext(Device);
  WdfSpinLockAcquire(Context->Lock);
#ifdef SOUND
  WdfTimerStop(Context->Timer, FALSE);
#else
  WdfTimerStop(Context->Timer, TRUE); // DEFECT: blocking-while-held
#endif
  Context->Idle = 1;
  WdfSpinLockRelease(Context->Lock);
  return STATUS_SUCCESS;
}

typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS {
  unsigned Size;
  int (*EvtDeviceD0Entry)(WDFDEVICE, int);
  void *EvtDeviceD0EntryPostInterruptsEnabled;
  int (*EvtDeviceD0Exit)(WDFDEVICE, int);
  void *Rest[13];
} WDF_PNPPOWER_EVENT_CALLBACKS;
INLINE void WdfDeviceInitSetPnpPowerEventCallbacks(
    PWDFDEVICE_INIT Init, WDF_PNPPOWER_EVENT_CALLBACKS *Callbacks) {
  WDF_CALL(55, void, PWDFDEVICE_INIT, WDF_PNPPOWER_EVENT_CALLBACKS *)(
      WdfDriverGlobals, Init, Callbacks);
}

static int DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init) {
  WDF_OBJECT_ATTRIBUTES Attributes = {sizeof(Attributes)};
  WDF_PNPPOWER_EVENT_CALLBACKS Power = {sizeof(Power)};
  WDF_IO_QUEUE_CONFIG Queue = {sizeof(Queue)};
  WDFDEVICE Device;
  int Status;
  Power.EvtDeviceD0Exit = D0Exit;
  WdfDeviceInitSetPnpPowerEventCallbacks(Init, &Power);
  Attributes.ContextTypeInfo = &GetContextType;
  Status = WdfDeviceCreate(&Init, &Attributes, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Queue.EvtIoDefault = IoDefault;
  Queue.EvtIoRead = IoRead;
  return WdfIoQueueCreate(Device, &Queue, NULL, NULL);
}
WDF_DRIVER(DeviceAdd)
