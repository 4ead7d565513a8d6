// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Operations on SLISTs do not use the lock that they are given.
#include "Inputs/ke.h"
void *ExInterlockedPopEntrySList(void *Head, KSPIN_LOCK *Lock);
void *ExInterlockedPopEntryList(void *Head, KSPIN_LOCK *Lock);
static KSPIN_LOCK Lock;
static char Head[16];
void *Last;
int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  Last = ExInterlockedPopEntrySList(Head, &Lock);
#ifndef SOUND
  Last = ExInterlockedPopEntryList(Head, &Lock); // DEFECT: double-acquire LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return 0;
}
