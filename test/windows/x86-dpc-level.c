// RUN: %verify --flags="-target i686-w64-mingw32" %s
// KefAcquireSpinLockAtDpcLevel in a DPC, registered by KeInitializeDpc.
typedef unsigned long KSPIN_LOCK;
#define FASTCALL __attribute__((fastcall, dllimport))
#define NTAPI __attribute__((stdcall))
FASTCALL void KefAcquireSpinLockAtDpcLevel(KSPIN_LOCK *Lock);
FASTCALL void KefReleaseSpinLockFromDpcLevel(KSPIN_LOCK *Lock);
NTAPI void KeInitializeDpc(void *Dpc, void *Routine, void *Context);
static KSPIN_LOCK Lock;
static int Dpc[8];
static NTAPI void Deferred(void *D, void *Context, void *A, void *B) {
  KefAcquireSpinLockAtDpcLevel(&Lock);
#ifndef SOUND
  if (A)
    KefAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KefReleaseSpinLockFromDpcLevel(&Lock);
}
NTAPI int DriverEntry(void *Driver, void *Path) {
  KeInitializeDpc(Dpc, (void *)Deferred, 0);
  return 0;
}
