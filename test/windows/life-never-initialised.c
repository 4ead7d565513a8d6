// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The lock of a fresh allocation is used although nobody initialised it.
#include <ntddk.h>
typedef struct { ULONG Count; KSPIN_LOCK Lock; } QUEUE;
static QUEUE *Create(VOID) {
  KIRQL Irql;
  QUEUE *Q = ExAllocatePoolWithTag(NonPagedPool, sizeof(*Q), 'gniS');
  if (!Q)
    return NULL;
#ifdef SOUND
  KeInitializeSpinLock(&Q->Lock);
#endif
  KeAcquireSpinLock(&Q->Lock, &Irql); // DEFECT: lock-lifetime LOCK: Q->Lock
  Q->Count = 0;
  KeReleaseSpinLock(&Q->Lock, Irql);
  return Q;
}
QUEUE *Queue;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Queue = Create();
  return STATUS_SUCCESS;
}
