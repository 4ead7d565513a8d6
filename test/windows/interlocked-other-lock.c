// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// An interlocked operation under another lock is nesting, not recursion.
#include <ntddk.h>
static KSPIN_LOCK Lock, ListLock;
static LIST_ENTRY Head, Entry;
#ifdef SOUND
#define USED ListLock
#else
#define USED Lock
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
  ExInterlockedInsertHeadList(&Head, &Entry, &USED); // DEFECT: double-acquire LOCK: Lock
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
