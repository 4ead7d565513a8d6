// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=wdm:SpinLockDpc %s
// A DPC keeps the queue's lock when the queue is empty. What it does to the order
// of two locks, and what its dispatch routine releases, is no matter of this rule.
#include <ntddk.h>
typedef struct _QUEUE {
  KSPIN_LOCK Lock;
  LIST_ENTRY Requests;
  KDPC Dpc;
  ULONG Rounds;
} QUEUE, *PQUEUE;
static QUEUE Queue;

static VOID NTAPI Serve(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second) {
  PQUEUE Q = Context;
  KeAcquireSpinLockAtDpcLevel(&Q->Lock);
#ifndef SOUND
  if (IsListEmpty(&Q->Requests))
    return; // DEFECT: held-at-exit
#endif
  Q->Rounds++;
  KeReleaseSpinLockFromDpcLevel(&Q->Lock);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  InitializeListHead(&Queue.Requests);
  KeInitializeSpinLock(&Queue.Lock);
  KeInitializeDpc(&Queue.Dpc, Serve, &Queue);
  KeInsertQueueDpc(&Queue.Dpc, NULL, NULL);
  return STATUS_SUCCESS;
}
