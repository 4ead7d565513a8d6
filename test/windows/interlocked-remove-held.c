// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// ExInterlockedRemoveHeadList in a helper of the lock's holder.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static LIST_ENTRY Head;
static PLIST_ENTRY Last;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  if (!IsListEmpty(&Head)) {
#ifdef SOUND
    Last = RemoveHeadList(&Head);
#else
    Last = ExInterlockedRemoveHeadList(&Head, &Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  }
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
