// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A fast mutex is taken inside a queued spin lock.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static FAST_MUTEX Mutex;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE Handle;
#ifdef SOUND
  ExAcquireFastMutex(&Mutex);
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
#else
  KeAcquireInStackQueuedSpinLock(&Lock, &Handle);
  ExAcquireFastMutex(&Mutex); // DEFECT: blocking-while-held LOCK: Lock
#endif
  Count++;
#ifdef SOUND
  KeReleaseInStackQueuedSpinLock(&Handle);
  ExReleaseFastMutex(&Mutex);
#else
  ExReleaseFastMutex(&Mutex);
  KeReleaseInStackQueuedSpinLock(&Handle);
#endif
  return STATUS_SUCCESS;
}
