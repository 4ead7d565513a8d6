//===- deferred.c - DPCs, timers, interrupts, work items -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// DPCs come at once where the IRQL allows it, else where a release lowers it;
// interrupts, timers and work items when the plan says so.
//
//===----------------------------------------------------------------------===//

#include "fakekernel.h"

enum { MaxDpcs = 32 };

static PKDPC Dpcs[MaxDpcs];
static ULONG DpcCount;
static PKDPC TimerDpc[MaxDpcs];
static ULONG TimerCount;

VOID KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE Routine, PVOID Context) {
  RtlZeroMemory(Dpc, sizeof(*Dpc));
  Dpc->DeferredRoutine = Routine;
  Dpc->DeferredContext = Context;
  if (DpcCount < MaxDpcs)
    Dpcs[DpcCount++] = Dpc;
}

void fkCallDpc(PKDPC Dpc) {
  struct fkFrame F = fkEnter("a DPC", DISPATCH_LEVEL, 0);
  Dpc->DeferredRoutine(Dpc, Dpc->DeferredContext, Dpc->SystemArgument1,
                       Dpc->SystemArgument2);
  fkLeave(&F, DISPATCH_LEVEL);
}

BOOLEAN KeInsertQueueDpc(PRKDPC Dpc, PVOID First, PVOID Second) {
  for (ULONG I = 0; I < FkCpu.Queued; ++I)
    if (FkCpu.Queue[I] == Dpc)
      return FALSE;
  Dpc->SystemArgument1 = First;
  Dpc->SystemArgument2 = Second;
  if (FkCpu.Queued < FkMaxQueue)
    FkCpu.Queue[FkCpu.Queued++] = Dpc;
  fkBoundary();
  return TRUE;
}
BOOLEAN KeRemoveQueueDpc(PRKDPC Dpc) {
  for (ULONG I = 0; I < FkCpu.Queued; ++I)
    if (FkCpu.Queue[I] == Dpc) {
      FkCpu.Queue[I] = FkCpu.Queue[--FkCpu.Queued];
      return TRUE;
    }
  return FALSE;
}
VOID KeFlushQueuedDpcs(VOID) { fkBoundary(); }

VOID KeInitializeTimer(PKTIMER Timer) { RtlZeroMemory(Timer, sizeof(*Timer)); }
BOOLEAN KeSetTimer(PKTIMER Timer, LARGE_INTEGER Due, PKDPC Dpc) {
  (void)Due;
  Timer->Dpc = Dpc;
  for (ULONG I = 0; I < TimerCount; ++I)
    if (TimerDpc[I] == Dpc)
      return TRUE;
  if (Dpc && TimerCount < MaxDpcs)
    TimerDpc[TimerCount++] = Dpc;
  return FALSE;
}
BOOLEAN KeCancelTimer(PKTIMER Timer) {
  for (ULONG I = 0; I < TimerCount; ++I)
    if (TimerDpc[I] == Timer->Dpc) {
      TimerDpc[I] = TimerDpc[--TimerCount];
      return TRUE;
    }
  return FALSE;
}

struct interrupt {
  KSPIN_LOCK Lock;
  KIRQL Level;
  PKSERVICE_ROUTINE Routine;
  PVOID Context;
  BOOLEAN Connected;
};
static struct interrupt Interrupts[8];
static ULONG InterruptCount;

NTSTATUS IoConnectInterrupt(PKINTERRUPT *Object, PKSERVICE_ROUTINE Routine,
                            PVOID Context, PKSPIN_LOCK Lock, ULONG Vector,
                            KIRQL Irql, KIRQL SynchronizeIrql,
                            KINTERRUPT_MODE Mode, BOOLEAN Share,
                            KAFFINITY Affinity, BOOLEAN Floating) {
  (void)Lock, (void)Vector, (void)Irql, (void)Mode, (void)Share;
  (void)Affinity, (void)Floating;
  if (InterruptCount == 8)
    return STATUS_INSUFFICIENT_RESOURCES;
  struct interrupt *I = &Interrupts[InterruptCount++];
  *I = (struct interrupt){0, SynchronizeIrql, Routine, Context, TRUE};
  *Object = (PKINTERRUPT)I;
  return STATUS_SUCCESS;
}
VOID IoDisconnectInterrupt(PKINTERRUPT Object) {
  ((struct interrupt *)Object)->Connected = FALSE;
}

BOOLEAN KeSynchronizeExecution(PKINTERRUPT Object, PKSYNCHRONIZE_ROUTINE Call,
                               PVOID Context) {
  static struct interrupt None = {.Level = FkDirql};
  struct interrupt *I = Object ? (struct interrupt *)Object : &None;
  KIRQL Old = fkTakeAndRaise(&I->Lock, I->Level);
  struct fkFrame F = fkEnter("a KSYNCHRONIZE_ROUTINE", I->Level, 0);
  BOOLEAN Result = Call(Context);
  fkLeave(&F, I->Level);
  fkGiveAndRestore(&I->Lock, Old);
  return Result;
}

static void interrupt(struct interrupt *I) {
  if (!I->Connected)
    return;
  KIRQL Old = fkTakeAndRaise(&I->Lock, I->Level);
  struct fkFrame F = fkEnter("an interrupt service routine", I->Level, 0);
  I->Routine((PKINTERRUPT)I, I->Context);
  fkLeave(&F, I->Level);
  fkGiveAndRestore(&I->Lock, Old);
}

struct _IO_WORKITEM {
  PDEVICE_OBJECT Device;
  PIO_WORKITEM_ROUTINE Routine;
  PVOID Context;
};
static PIO_WORKITEM Work[FkMaxQueue];
static ULONG WorkCount;

PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT Device) {
  PIO_WORKITEM Item = calloc(1, sizeof(*Item));
  Item->Device = Device;
  return Item;
}
VOID IoFreeWorkItem(PIO_WORKITEM Item) { free(Item); }
VOID IoQueueWorkItem(PIO_WORKITEM Item, PIO_WORKITEM_ROUTINE Routine,
                     WORK_QUEUE_TYPE Type, PVOID Context) {
  (void)Type;
  Item->Routine = Routine;
  Item->Context = Context;
  if (WorkCount < FkMaxQueue)
    Work[WorkCount++] = Item;
}
static void doWork(void) {
  while (WorkCount) {
    PIO_WORKITEM Item = Work[--WorkCount];
    struct fkFrame F = fkEnter("a work item", PASSIVE_LEVEL, 0);
    Item->Routine(Item->Device, Item->Context);
    fkLeave(&F, PASSIVE_LEVEL);
  }
}

BOOLEAN fkDeferredStep(const char *Name, const ULONG *N, ULONG Count) {
  if (fkIs(Name, "dpc")) {
    for (ULONG I = 0; I < DpcCount; ++I)
      if (!Count || N[0] == I)
        fkCallDpc(Dpcs[I]);
  } else if (fkIs(Name, "timer")) {
    for (ULONG I = 0; I < TimerCount; ++I)
      fkCallDpc(TimerDpc[I]);
  } else if (fkIs(Name, "isr")) {
    for (ULONG I = 0; I < InterruptCount; ++I)
      if (!Count || N[0] == I)
        interrupt(&Interrupts[I]);
  } else if (fkIs(Name, "work")) {
    doWork();
  } else {
    return FALSE;
  }
  return TRUE;
}
