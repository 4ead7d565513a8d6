// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Singly linked lists: ExInterlockedPopEntryList takes the lock itself and has
// given it up when it returns.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static SINGLE_LIST_ENTRY Head;
static PSINGLE_LIST_ENTRY Last;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  Last = ExInterlockedPopEntryList(&Head, &Lock);
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  Last = ExInterlockedPopEntryList(&Head, &Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return STATUS_SUCCESS;
}
