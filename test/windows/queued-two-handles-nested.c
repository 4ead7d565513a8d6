// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Two locks held at once through two handles; the second one is forgotten:
// it is held still where the first brings the old IRQL back.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
ULONG Count;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KLOCK_QUEUE_HANDLE HandleFirst, HandleSecond;
  KeAcquireInStackQueuedSpinLock(&First, &HandleFirst);
  KeAcquireInStackQueuedSpinLock(&Second, &HandleSecond);
  Count++;
#ifdef SOUND
  KeReleaseInStackQueuedSpinLock(&HandleSecond);
#endif
  KeReleaseInStackQueuedSpinLock(&HandleFirst); // DEFECT: wrong-irql-restored
  return STATUS_SUCCESS; // DEFECT: held-at-exit LOCK: Second
}
