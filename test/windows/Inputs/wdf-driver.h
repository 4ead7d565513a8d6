// What whole framework drivers need beside the locks, as the real header has
// it: inline calls through the function table, structures with the documented
// fields, contexts that belong to an object.
#include "wdf.h"
#include <ntddk.h>
typedef struct WDFDRIVER__ *WDFDRIVER;
typedef struct WDFTIMER__ *WDFTIMER;
typedef struct WDFDPC__ *WDFDPC;
typedef struct WDFIOTARGET__ *WDFIOTARGET;
typedef struct _WDFDEVICE_INIT *PWDFDEVICE_INIT;

typedef struct _WDF_DRIVER_CONFIG {
  unsigned Size;
  int (*EvtDriverDeviceAdd)(WDFDRIVER, PWDFDEVICE_INIT);
  void (*EvtDriverUnload)(WDFDRIVER);
  unsigned DriverInitFlags, DriverPoolTag;
} WDF_DRIVER_CONFIG;
typedef struct _WDF_OBJECT_ATTRIBUTES {
  unsigned Size;
  void (*EvtCleanupCallback)(void *);
  void (*EvtDestroyCallback)(void *);
  int ExecutionLevel, SynchronizationScope;
  void *ParentObject;
  unsigned long long ContextSizeOverride;
  const void *ContextTypeInfo;
} WDF_OBJECT_ATTRIBUTES;
typedef struct _WDF_TIMER_CONFIG {
  unsigned Size;
  void (*EvtTimerFunc)(WDFTIMER);
  unsigned Period;
  unsigned char AutomaticSerialization;
  unsigned TolerableDelay;
} WDF_TIMER_CONFIG;
typedef struct _WDF_DPC_CONFIG {
  unsigned Size;
  void (*EvtDpcFunc)(WDFDPC);
  unsigned char AutomaticSerialization;
} WDF_DPC_CONFIG;
typedef struct _WDF_REQUEST_SEND_OPTIONS {
  unsigned Size, Flags;
  long long Timeout;
} WDF_REQUEST_SEND_OPTIONS;

#define WDF_CALL(INDEX, RESULT, ...)                                           \
  ((RESULT (*)(void *, __VA_ARGS__))WdfFunctions[INDEX])

INLINE int WdfDriverCreate(void *Driver, void *Path, WDF_OBJECT_ATTRIBUTES *A,
                           WDF_DRIVER_CONFIG *Config, WDFDRIVER *Result) {
  return WDF_CALL(116, int, void *, void *, WDF_OBJECT_ATTRIBUTES *,
                  WDF_DRIVER_CONFIG *, WDFDRIVER *)(WdfDriverGlobals, Driver,
                                                    Path, A, Config, Result);
}
INLINE int WdfDeviceCreate(PWDFDEVICE_INIT *Init, WDF_OBJECT_ATTRIBUTES *A,
                           WDFDEVICE *Device) {
  return WDF_CALL(75, int, PWDFDEVICE_INIT *, WDF_OBJECT_ATTRIBUTES *,
                  WDFDEVICE *)(WdfDriverGlobals, Init, A, Device);
}
INLINE int WdfSpinLockCreate(WDF_OBJECT_ATTRIBUTES *A, WDFSPINLOCK *Lock) {
  return WDF_CALL(315, int, WDF_OBJECT_ATTRIBUTES *,
                  WDFSPINLOCK *)(WdfDriverGlobals, A, Lock);
}
INLINE int WdfTimerCreate(WDF_TIMER_CONFIG *Config, WDF_OBJECT_ATTRIBUTES *A,
                          WDFTIMER *Timer) {
  return WDF_CALL(318, int, WDF_TIMER_CONFIG *, WDF_OBJECT_ATTRIBUTES *,
                  WDFTIMER *)(WdfDriverGlobals, Config, A, Timer);
}
INLINE int WdfDpcCreate(WDF_DPC_CONFIG *Config, WDF_OBJECT_ATTRIBUTES *A,
                        WDFDPC *Dpc) {
  return WDF_CALL(111, int, WDF_DPC_CONFIG *, WDF_OBJECT_ATTRIBUTES *,
                  WDFDPC *)(WdfDriverGlobals, Config, A, Dpc);
}
INLINE WDFDEVICE WdfIoQueueGetDevice(WDFQUEUE Queue) {
  return WDF_CALL(157, WDFDEVICE, WDFQUEUE)(WdfDriverGlobals, Queue);
}
INLINE WDFDEVICE WdfInterruptGetDevice(WDFINTERRUPT Interrupt) {
  return WDF_CALL(151, WDFDEVICE, WDFINTERRUPT)(WdfDriverGlobals, Interrupt);
}
INLINE void *WdfTimerGetParentObject(WDFTIMER Timer) {
  return WDF_CALL(321, void *, WDFTIMER)(WdfDriverGlobals, Timer);
}
INLINE void *WdfDpcGetParentObject(WDFDPC Dpc) {
  return WDF_CALL(114, void *, WDFDPC)(WdfDriverGlobals, Dpc);
}
INLINE void *WdfObjectGetTypedContextWorker(void *Object, const void *Type) {
  return WDF_CALL(202, void *, void *, const void *)(WdfDriverGlobals, Object,
                                                     Type);
}
INLINE unsigned char WdfInterruptQueueDpcForIsr(WDFINTERRUPT Interrupt) {
  return WDF_CALL(142, unsigned char, WDFINTERRUPT)(WdfDriverGlobals,
                                                    Interrupt);
}
INLINE void WdfRequestComplete(WDFREQUEST Request, int Status) {
  WDF_CALL(263, void, WDFREQUEST, int)(WdfDriverGlobals, Request, Status);
}
INLINE int WdfRequestUnmarkCancelable(WDFREQUEST Request) {
  return WDF_CALL(256, int, WDFREQUEST)(WdfDriverGlobals, Request);
}
INLINE void WdfRequestMarkCancelable(WDFREQUEST Request,
                                     void (*Cancel)(WDFREQUEST)) {
  WDF_CALL(255, void, WDFREQUEST, void (*)(WDFREQUEST))(WdfDriverGlobals,
                                                        Request, Cancel);
}
INLINE unsigned char WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target,
                                    WDF_REQUEST_SEND_OPTIONS *Options) {
  return WDF_CALL(253, unsigned char, WDFREQUEST, WDFIOTARGET,
                  WDF_REQUEST_SEND_OPTIONS *)(WdfDriverGlobals, Request, Target,
                                              Options);
}

// A context of type T for objects, and NAME(Object) that gives it.
#define WDF_CONTEXT(T, NAME)                                                   \
  static const struct {                                                        \
    unsigned Size;                                                             \
    const char *Name;                                                          \
    unsigned long long ContextSize;                                            \
  } NAME##Type = {sizeof(NAME##Type), #T, sizeof(T)};                          \
  INLINE T *NAME(void *Object) {                                               \
    return WdfObjectGetTypedContextWorker(Object, &NAME##Type);                \
  }

// DriverEntry of a driver whose devices DEVICE_ADD makes.
#define WDF_DRIVER(DEVICE_ADD)                                                 \
  int DriverEntry(void *Driver, void *Path) {                                  \
    WDF_DRIVER_CONFIG Config = {sizeof(Config)};                               \
    Config.EvtDriverDeviceAdd = DEVICE_ADD;                                    \
    return WdfDriverCreate(Driver, Path, 0, &Config, 0);                       \
  }
