// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Paged pool is out of reach with a lock held; nonpaged pool is not.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static PVOID Buffer;
#ifdef SOUND
#define POOL NonPagedPool
#else
#define POOL PagedPool
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (!Buffer)
    Buffer = ExAllocatePoolWithTag(POOL, 128, 'gniS'); // DEFECT: blocking-while-held LOCK: Lock
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
