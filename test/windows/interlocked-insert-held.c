// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// ExInterlockedInsertTailList takes the lock itself.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static LIST_ENTRY Head, Entry;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL Irql;
  KeAcquireSpinLock(&Lock, &Irql);
#ifndef SOUND
  ExInterlockedInsertTailList(&Head, &Entry, &Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
#ifdef SOUND
  ExInterlockedInsertTailList(&Head, &Entry, &Lock);
#endif
  return STATUS_SUCCESS;
}
