// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A resource is asked for, and its Wait argument comes from the caller.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ERESOURCE Resource;
ULONG Count;
static __attribute__((noinline)) BOOLEAN Update(BOOLEAN Wait) {
  if (!ExAcquireResourceExclusiveLite(&Resource, Wait))
    return FALSE;
  Count++;
  ExReleaseResourceLite(&Resource);
  return TRUE;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  Update(TRUE);
  KeAcquireSpinLock(&Lock, &Irql);
#ifdef SOUND
  Update(FALSE);
#else
  Update(TRUE); // DEFECT: blocking-while-held LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
