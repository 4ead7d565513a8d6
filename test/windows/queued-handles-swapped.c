// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Two locks, two handles: the first handle is released twice, the second never.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
#ifdef SOUND
#define LAST HandleSecond
#else
#define LAST HandleFirst
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE HandleFirst, HandleSecond;
  KeAcquireInStackQueuedSpinLock(&First, &HandleFirst);
  DbgPrint("first\n");
  KeReleaseInStackQueuedSpinLock(&HandleFirst);
  KeAcquireInStackQueuedSpinLock(&Second, &HandleSecond);
  DbgPrint("second\n");
  KeReleaseInStackQueuedSpinLock(&LAST); // DEFECT: release-unheld
  return STATUS_SUCCESS;                 // DEFECT: held-at-exit LOCK: Second
}
