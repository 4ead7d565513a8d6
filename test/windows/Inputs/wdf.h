// Framework functions as the real header has them: inline calls through the
// function table. WDF_VERSION is 01031 unless a test says otherwise.
#define SG_CAT_(A, B) A##B
#define SG_CAT(A, B) SG_CAT_(A, B)
#ifndef WDF_VERSION
#define WDF_VERSION 01031
#endif
#define WdfFunctions SG_CAT(WdfFunctions_, WDF_VERSION)
typedef void (*WDFFUNC)(void);
typedef struct WDFSPINLOCK__ *WDFSPINLOCK;
typedef struct WDFINTERRUPT__ *WDFINTERRUPT;
typedef struct WDFDEVICE__ *WDFDEVICE;
typedef struct WDFQUEUE__ *WDFQUEUE;
typedef struct WDFREQUEST__ *WDFREQUEST;
extern const WDFFUNC *WdfFunctions;
extern void *WdfDriverGlobals;
#define INLINE static inline __attribute__((always_inline, unused))
INLINE void WdfSpinLockAcquire(WDFSPINLOCK Lock) {
  ((void (*)(void *, WDFSPINLOCK))WdfFunctions[316])(WdfDriverGlobals, Lock);
}
INLINE void WdfSpinLockRelease(WDFSPINLOCK Lock) {
  ((void (*)(void *, WDFSPINLOCK))WdfFunctions[317])(WdfDriverGlobals, Lock);
}
INLINE void WdfInterruptAcquireLock(WDFINTERRUPT Interrupt) {
  ((void (*)(void *, WDFINTERRUPT))WdfFunctions[144])(WdfDriverGlobals,
                                                      Interrupt);
}
INLINE void WdfInterruptReleaseLock(WDFINTERRUPT Interrupt) {
  ((void (*)(void *, WDFINTERRUPT))WdfFunctions[145])(WdfDriverGlobals,
                                                      Interrupt);
}
INLINE void WdfObjectAcquireLock(void *Object) {
  ((void (*)(void *, void *))WdfFunctions[310])(WdfDriverGlobals, Object);
}
INLINE void WdfObjectReleaseLock(void *Object) {
  ((void (*)(void *, void *))WdfFunctions[311])(WdfDriverGlobals, Object);
}
INLINE unsigned char
WdfInterruptSynchronize(WDFINTERRUPT Interrupt,
                        unsigned char (*Callback)(WDFINTERRUPT, void *),
                        void *Context) {
  return ((unsigned char (*)(void *, WDFINTERRUPT,
                             unsigned char (*)(WDFINTERRUPT, void *), void *))
              WdfFunctions[143])(WdfDriverGlobals, Interrupt, Callback, Context);
}
typedef struct _WDF_INTERRUPT_CONFIG {
  unsigned Size;
  WDFSPINLOCK SpinLock;
  int ShareVector;
  unsigned char FloatingSave, AutomaticSerialization;
  unsigned char (*EvtInterruptIsr)(WDFINTERRUPT, unsigned);
  void (*EvtInterruptDpc)(WDFINTERRUPT, void *);
  void *Rest[8];
} WDF_INTERRUPT_CONFIG;
typedef struct _WDF_IO_QUEUE_CONFIG {
  unsigned Size;
  int DispatchType, PowerManaged;
  unsigned char AllowZeroLengthRequests, DefaultQueue;
  void (*EvtIoDefault)(WDFQUEUE, WDFREQUEST);
  void (*EvtIoRead)(WDFQUEUE, WDFREQUEST, unsigned long long);
  void *Rest[10];
} WDF_IO_QUEUE_CONFIG;
INLINE int WdfInterruptCreate(WDFDEVICE Device, WDF_INTERRUPT_CONFIG *Config,
                              void *Attributes, WDFINTERRUPT *Interrupt) {
  return ((int (*)(void *, WDFDEVICE, WDF_INTERRUPT_CONFIG *, void *,
                   WDFINTERRUPT *))WdfFunctions[141])(
      WdfDriverGlobals, Device, Config, Attributes, Interrupt);
}
INLINE int WdfIoQueueCreate(WDFDEVICE Device, WDF_IO_QUEUE_CONFIG *Config,
                            void *Attributes, WDFQUEUE *Queue) {
  return ((int (*)(void *, WDFDEVICE, WDF_IO_QUEUE_CONFIG *, void *,
                   WDFQUEUE *))WdfFunctions[152])(
      WdfDriverGlobals, Device, Config, Attributes, Queue);
}
