//===- fakekernel.c - A Windows kernel for drivers under test -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs an instrumented WDM driver as a program: main calls DriverEntry, and
// then the driver's routines one after the other, as FakeKernelPlan says. Each
// thread is a processor with an IRQL of its own. DPCs come at once where the
// IRQL allows it, else where a release lowers it. After each routine the fake
// kernel says which locks and which IRQL the routine left behind, puts both
// right, and goes on.
//
// The plan is a list of steps, each with numbers (hexadecimal) after a colon:
//
//   add  start  remove  unload        what the PnP manager does
//   create  close  cleanup            requests; so are
//   read:LENGTH  write:LENGTH  power:DEVICE_STATE  shutdown
//   ioctl:CODE,INPUT_LENGTH,OUTPUT_LENGTH,WORD...   (words: the input)
//   at:IRQL                           the level of the requests from here on
//   cancel                            cancels each pending request
//   race                              from here on a request is cancelled by
//                                     another processor at the first lock
//                                     boundary where it can be
//   busy                              from here on each try-acquire fails, as if
//                                     another processor had the lock
//   settle                            ends both
//   seize                             another processor begins to cancel each
//                                     pending request: the routine is taken out
//                                     of it, and comes with the next `cancel`
//   next                              IoStartNextPacket
//   dpc:N  isr:N                      the N-th that the driver made known;
//                                     without a number each of them
//   timer  work                       DPCs of timers; work items
//   reg:INDEX,VALUE                   writes a device register (32 bits)
//   lower:STATUS                      what the lower device answers
//
// What the kernel itself finds begins with "fakekernel:" and names a bug check
// of Windows. The exit status is 0 if it found nothing.
//
//===----------------------------------------------------------------------===//

// The headers define these; the driver has them.
#define __cpuidex UnusedCpuidex
#define InterlockedBitTestAndSet UnusedBitTestAndSet
#define InterlockedBitTestAndReset UnusedBitTestAndReset
#include <ntddk.h>
#include <spinguard/RuntimeABI.h>

// From the C library, whose headers do not go with the DDK's.
int dprintf(int, const char *, ...);
int sched_yield(void);
int pthread_create(unsigned long *, const void *, void *(*)(void *), void *);
int pthread_join(unsigned long, void **);

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING);

__attribute__((weak)) const char *const FakeKernelPlan =
    "add start create read:10 write:10 ioctl:0,0,0 dpc isr timer work cancel "
    "power:1 shutdown cleanup close remove unload";

//===----------------------------------------------------------------------===//
// Processors and their locks
//===----------------------------------------------------------------------===//

enum { MaxHeld = 64, MaxDpcs = 32, MaxQueue = 64, Dirql = 8, LowestDirql = 3 };

static _Thread_local struct {
  ULONG Number;
  KIRQL Irql;
  BOOLEAN Draining;
  ULONG Depth;
  KSPIN_LOCK *Held[MaxHeld];
  ULONG Queued;
  PKDPC Queue[MaxQueue];
} Cpu;

static int Findings;
static KSPIN_LOCK CancelLock, VpbLock;
static BOOLEAN TriesFail;

__attribute__((format(printf, 1, 2))) static void found(const char *Format,
                                                        ...) {
  __builtin_va_list Arguments;
  int vdprintf(int, const char *, __builtin_va_list);
  __atomic_add_fetch(&Findings, 1, __ATOMIC_RELAXED);
  dprintf(2, "fakekernel: ");
  __builtin_va_start(Arguments, Format);
  vdprintf(2, Format, Arguments);
  __builtin_va_end(Arguments);
  dprintf(2, "\n");
}

/// The runtime asks which handlers cannot come now.
uint32_t __spinguard_masked_levels(void) {
  if (Cpu.Irql > DISPATCH_LEVEL)
    return SPINGUARD_ROLE_DPC | SPINGUARD_ROLE_ISR;
  return Cpu.Irql == DISPATCH_LEVEL ? SPINGUARD_ROLE_DPC : 0;
}

static void boundary(void);

KIRQL KeGetCurrentIrql(VOID) { return Cpu.Irql; }

KIRQL KfRaiseIrql(KIRQL NewIrql) {
  KIRQL Old = Cpu.Irql;
  if (NewIrql < Old)
    found("bug check 0xC4 (0x30): KeRaiseIrql from %d to %d", Old, NewIrql);
  Cpu.Irql = NewIrql;
  return Old;
}

VOID KeLowerIrql(KIRQL NewIrql) {
  if (NewIrql > Cpu.Irql)
    found("bug check 0xC4 (0x31): KeLowerIrql from %d to %d", Cpu.Irql,
          NewIrql);
  Cpu.Irql = NewIrql;
  boundary();
}

KIRQL KeRaiseIrqlToDpcLevel(VOID) { return KfRaiseIrql(DISPATCH_LEVEL); }

static void take(KSPIN_LOCK *Lock) {
  KSPIN_LOCK Mine = Cpu.Number + 1;
  for (ULONG Spins = 0;; ++Spins) {
    KSPIN_LOCK Free = 0;
    if (__atomic_compare_exchange_n(Lock, &Free, Mine, 0, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED))
      break;
    if (Free == Mine || Spins > 1000000) {
      found("bug check 0x%s: a processor waits for ever for a lock",
            Free == Mine ? "40009" : "133");
      return;
    }
    sched_yield();
  }
  if (Cpu.Depth < MaxHeld)
    Cpu.Held[Cpu.Depth++] = Lock;
}

static void give(KSPIN_LOCK *Lock) {
  for (ULONG I = Cpu.Depth; I > 0; --I)
    if (Cpu.Held[I - 1] == Lock) {
      for (; I < Cpu.Depth; ++I)
        Cpu.Held[I - 1] = Cpu.Held[I];
      --Cpu.Depth;
      __atomic_store_n(Lock, 0, __ATOMIC_RELEASE);
      return;
    }
  found("bug check 0x4000B: a lock is released that is not held");
}

static KIRQL takeAndRaise(KSPIN_LOCK *Lock, KIRQL Level) {
  KIRQL Old = Cpu.Irql;
  if (Level > Old)
    Cpu.Irql = Level;
  take(Lock);
  boundary();
  return Old;
}

static void takeAtDpc(KSPIN_LOCK *Lock) {
  if (Cpu.Irql < DISPATCH_LEVEL)
    found("bug check 0xC4 (0x40): a lock is acquired for DISPATCH_LEVEL at "
          "IRQL %d",
          Cpu.Irql);
  take(Lock);
  boundary();
}

static void giveAndRestore(KSPIN_LOCK *Lock, KIRQL Old) {
  boundary();
  give(Lock);
  Cpu.Irql = Old;
  boundary();
}

static void giveAtDpc(KSPIN_LOCK *Lock) {
  boundary();
  give(Lock);
  boundary();
}

//===----------------------------------------------------------------------===//
// The lock functions
//===----------------------------------------------------------------------===//

VOID KeInitializeSpinLock(PKSPIN_LOCK Lock) { *Lock = 0; }

KIRQL KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK Lock) {
  return takeAndRaise(Lock, DISPATCH_LEVEL);
}
KIRQL KeAcquireSpinLockRaiseToSynch(PKSPIN_LOCK Lock) {
  return takeAndRaise(Lock, 12);
}
VOID KeReleaseSpinLock(PKSPIN_LOCK Lock, KIRQL Old) {
  giveAndRestore(Lock, Old);
}
VOID KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK Lock) { takeAtDpc(Lock); }
VOID KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK Lock) { giveAtDpc(Lock); }
KIRQL KeAcquireSpinLockForDpc(PKSPIN_LOCK Lock) {
  return takeAndRaise(Lock, DISPATCH_LEVEL);
}
VOID KeReleaseSpinLockForDpc(PKSPIN_LOCK Lock, KIRQL Old) {
  giveAndRestore(Lock, Old);
}
BOOLEAN KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK Lock) {
  if (TriesFail || __atomic_load_n(Lock, __ATOMIC_RELAXED))
    return FALSE;
  takeAtDpc(Lock);
  return TRUE;
}

VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK Lock,
                                    PKLOCK_QUEUE_HANDLE Handle) {
  KIRQL Old = takeAndRaise(Lock, DISPATCH_LEVEL);
  Handle->LockQueue.Lock = Lock;
  Handle->OldIrql = Old;
}
VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE Handle) {
  giveAndRestore(Handle->LockQueue.Lock, Handle->OldIrql);
}
VOID KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK Lock,
                                              PKLOCK_QUEUE_HANDLE Handle) {
  takeAtDpc(Lock);
  Handle->LockQueue.Lock = Lock;
}
VOID KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE Handle) {
  giveAtDpc(Handle->LockQueue.Lock);
}

VOID IoAcquireCancelSpinLock(PKIRQL Old) {
  *Old = takeAndRaise(&CancelLock, DISPATCH_LEVEL);
}
VOID IoReleaseCancelSpinLock(KIRQL Old) { giveAndRestore(&CancelLock, Old); }
VOID IoAcquireVpbSpinLock(PKIRQL Old) {
  *Old = takeAndRaise(&VpbLock, DISPATCH_LEVEL);
}
VOID IoReleaseVpbSpinLock(KIRQL Old) { giveAndRestore(&VpbLock, Old); }

//===----------------------------------------------------------------------===//
// Around each routine of the driver
//===----------------------------------------------------------------------===//

struct frame {
  const char *Routine;
  ULONG Depth;
  KIRQL Before;
  KIRQL At;
};

/// \p Own locks of those that are held are the routine's to release.
static struct frame enter(const char *Routine, KIRQL At, ULONG Own) {
  struct frame F = {Routine, Cpu.Depth - Own, Cpu.Irql, At};
  Cpu.Irql = At;
  return F;
}

static void leave(const struct frame *F, KIRQL Expected) {
  if (Cpu.Depth > F->Depth)
    found("bug check 0x40009: %s returns with %d lock(s) held", F->Routine,
          (int)(Cpu.Depth - F->Depth));
  while (Cpu.Depth > F->Depth)
    give(Cpu.Held[Cpu.Depth - 1]);
  if (Cpu.Irql != Expected)
    found("bug check 0xC8: %s was called at IRQL %d and returns at %d",
          F->Routine, F->At, Cpu.Irql);
  Cpu.Irql = F->Before;
  boundary();
}

//===----------------------------------------------------------------------===//
// Deferred procedure calls, interrupts, timers, work items
//===----------------------------------------------------------------------===//

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

static void callDpc(PKDPC Dpc) {
  struct frame F = enter("a DPC", DISPATCH_LEVEL, 0);
  Dpc->DeferredRoutine(Dpc, Dpc->DeferredContext, Dpc->SystemArgument1,
                       Dpc->SystemArgument2);
  leave(&F, DISPATCH_LEVEL);
}

BOOLEAN KeInsertQueueDpc(PRKDPC Dpc, PVOID First, PVOID Second) {
  for (ULONG I = 0; I < Cpu.Queued; ++I)
    if (Cpu.Queue[I] == Dpc)
      return FALSE;
  Dpc->SystemArgument1 = First;
  Dpc->SystemArgument2 = Second;
  if (Cpu.Queued < MaxQueue)
    Cpu.Queue[Cpu.Queued++] = Dpc;
  boundary();
  return TRUE;
}
BOOLEAN KeRemoveQueueDpc(PRKDPC Dpc) {
  for (ULONG I = 0; I < Cpu.Queued; ++I)
    if (Cpu.Queue[I] == Dpc) {
      Cpu.Queue[I] = Cpu.Queue[--Cpu.Queued];
      return TRUE;
    }
  return FALSE;
}
VOID KeFlushQueuedDpcs(VOID) { boundary(); }

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
  static struct interrupt None = {.Level = Dirql};
  struct interrupt *I = Object ? (struct interrupt *)Object : &None;
  KIRQL Old = takeAndRaise(&I->Lock, I->Level);
  struct frame F = enter("a KSYNCHRONIZE_ROUTINE", I->Level, 0);
  BOOLEAN Result = Call(Context);
  leave(&F, I->Level);
  giveAndRestore(&I->Lock, Old);
  return Result;
}

static void interrupt(struct interrupt *I) {
  if (!I->Connected)
    return;
  KIRQL Old = takeAndRaise(&I->Lock, I->Level);
  struct frame F = enter("an interrupt service routine", I->Level, 0);
  I->Routine((PKINTERRUPT)I, I->Context);
  leave(&F, I->Level);
  giveAndRestore(&I->Lock, Old);
}

struct _IO_WORKITEM {
  PDEVICE_OBJECT Device;
  PIO_WORKITEM_ROUTINE Routine;
  PVOID Context;
};
static PIO_WORKITEM Work[MaxQueue];
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
  if (WorkCount < MaxQueue)
    Work[WorkCount++] = Item;
}
static void doWork(void) {
  while (WorkCount) {
    PIO_WORKITEM Item = Work[--WorkCount];
    struct frame F = enter("a work item", PASSIVE_LEVEL, 0);
    Item->Routine(Item->Device, Item->Context);
    leave(&F, PASSIVE_LEVEL);
  }
}

//===----------------------------------------------------------------------===//
// Requests
//===----------------------------------------------------------------------===//

enum { Locations = 4, BufferSize = 4096 };

struct request {
  IRP Irp;
  IO_STACK_LOCATION Stack[Locations];
  struct request *Next;
  BOOLEAN Done;
  BOOLEAN Cancelled;
  PDRIVER_CANCEL Seized;
  ULONG Buffer[BufferSize / sizeof(ULONG)];
};
static struct request *Requests;
static BOOLEAN Racing;
static KIRQL RequestIrql;

static DRIVER_OBJECT Driver, LowerDriver;
static DRIVER_EXTENSION Extension;
static DEVICE_OBJECT Pdo;
static PDEVICE_OBJECT Fdo;
static NTSTATUS LowerStatus;
static FILE_OBJECT File;

static struct request *requestOf(PIRP Irp) { return (struct request *)Irp; }

VOID IofCompleteRequest(PIRP Irp, CCHAR Boost) {
  (void)Boost;
  if (requestOf(Irp)->Done) {
    found("bug check 0x44: a request is completed twice");
    return;
  }
  while (Irp->CurrentLocation <= Locations) {
    PIO_STACK_LOCATION At = IoGetCurrentIrpStackLocation(Irp);
    IoSkipCurrentIrpStackLocation(Irp);
    PDEVICE_OBJECT Device =
        Irp->CurrentLocation > Locations
            ? NULL
            : IoGetCurrentIrpStackLocation(Irp)->DeviceObject;
    if (At->CompletionRoutine) {
      struct frame F = enter("a completion routine", Cpu.Irql, 0);
      NTSTATUS Status = At->CompletionRoutine(Device, Irp, At->Context);
      leave(&F, F.At);
      if (Status == STATUS_MORE_PROCESSING_REQUIRED)
        return;
    }
  }
  requestOf(Irp)->Done = TRUE;
}

NTSTATUS IofCallDriver(PDEVICE_OBJECT Device, PIRP Irp) {
  IoSetNextIrpStackLocation(Irp);
  PIO_STACK_LOCATION At = IoGetCurrentIrpStackLocation(Irp);
  At->DeviceObject = Device;
  return Device->DriverObject->MajorFunction[At->MajorFunction](Device, Irp);
}
NTSTATUS PoCallDriver(PDEVICE_OBJECT Device, PIRP Irp) {
  return IofCallDriver(Device, Irp);
}
VOID PoStartNextPowerIrp(PIRP Irp) { (void)Irp; }

static NTSTATUS lower(PDEVICE_OBJECT Device, PIRP Irp) {
  NTSTATUS Status = LowerStatus;
  (void)Device;
  Irp->IoStatus.Status = Status;
  IofCompleteRequest(Irp, 0);
  return Status;
}

static void cancel(struct request *R) {
  KIRQL Old = takeAndRaise(&CancelLock, DISPATCH_LEVEL);
  R->Irp.Cancel = TRUE;
  PDRIVER_CANCEL Routine =
      R->Seized ? R->Seized : IoSetCancelRoutine(&R->Irp, NULL);
  R->Seized = NULL;
  if (!Routine) {
    giveAndRestore(&CancelLock, Old);
    return;
  }
  R->Irp.CancelIrql = Old;
  R->Cancelled = TRUE;
  struct frame F = enter("a cancel routine", DISPATCH_LEVEL, 1);
  F.Before = Old;
  Routine(IoGetCurrentIrpStackLocation(&R->Irp)->DeviceObject, &R->Irp);
  leave(&F, Old);
}

static void *cancelElsewhere(void *R) {
  Cpu.Number = 1;
  cancel(R);
  return 0;
}

/// Where something else may come between.
static void boundary(void) {
  if (Cpu.Draining || Cpu.Irql >= DISPATCH_LEVEL)
    return;
  while (Cpu.Queued) {
    PKDPC Dpc = Cpu.Queue[0];
    for (ULONG I = 1; I < Cpu.Queued; ++I)
      Cpu.Queue[I - 1] = Cpu.Queue[I];
    --Cpu.Queued;
    Cpu.Draining = TRUE;
    callDpc(Dpc);
    Cpu.Draining = FALSE;
  }
  if (!Racing || Cpu.Number || Cpu.Depth)
    return;
  for (struct request *R = Requests; R; R = R->Next)
    if (!R->Done && !R->Cancelled && R->Irp.CancelRoutine) {
      unsigned long Thread;
      if (!pthread_create(&Thread, 0, cancelElsewhere, R))
        pthread_join(Thread, 0);
    }
}

static struct request *request(UCHAR Major) {
  struct request *R = calloc(1, sizeof(*R));
  R->Next = Requests;
  Requests = R;
  R->Irp.StackCount = Locations;
  R->Irp.CurrentLocation = Locations;
  R->Irp.Tail.Overlay.CurrentStackLocation = &R->Stack[Locations - 1];
  R->Irp.AssociatedIrp.SystemBuffer = R->Buffer;
  R->Irp.UserBuffer = R->Buffer;
  PIO_STACK_LOCATION At = &R->Stack[Locations - 1];
  At->MajorFunction = Major;
  At->DeviceObject = Fdo;
  At->FileObject = &File;
  return R;
}

static void dispatch(struct request *R, const char *Name) {
  PIO_STACK_LOCATION At = IoGetCurrentIrpStackLocation(&R->Irp);
  if (!Fdo || !Driver.MajorFunction[At->MajorFunction])
    return;
  struct frame F = enter(Name, RequestIrql, 0);
  Driver.MajorFunction[At->MajorFunction](Fdo, &R->Irp);
  leave(&F, RequestIrql);
}

VOID IoStartPacket(PDEVICE_OBJECT Device, PIRP Irp, PULONG Key,
                   PDRIVER_CANCEL Cancel) {
  (void)Key;
  KIRQL Old = takeAndRaise(&CancelLock, DISPATCH_LEVEL);
  if (Cancel)
    IoSetCancelRoutine(Irp, Cancel);
  PKDEVICE_QUEUE_ENTRY Entry = &Irp->Tail.Overlay.DeviceQueueEntry;
  BOOLEAN Busy = Device->DeviceQueue.Busy;
  if (Busy) {
    InsertTailList(&Device->DeviceQueue.DeviceListHead,
                   &Entry->DeviceListEntry);
    Entry->Inserted = TRUE;
  } else {
    Device->DeviceQueue.Busy = TRUE;
    Device->CurrentIrp = Irp;
  }
  give(&CancelLock);
  if (!Busy) {
    struct frame F = enter("StartIo", DISPATCH_LEVEL, 0);
    Driver.DriverStartIo(Device, Irp);
    leave(&F, DISPATCH_LEVEL);
  }
  KeLowerIrql(Old);
}

VOID IoStartNextPacket(PDEVICE_OBJECT Device, BOOLEAN Cancelable) {
  (void)Cancelable;
  KIRQL Old = takeAndRaise(&CancelLock, DISPATCH_LEVEL);
  PIRP Irp = NULL;
  Device->CurrentIrp = NULL;
  if (IsListEmpty(&Device->DeviceQueue.DeviceListHead)) {
    Device->DeviceQueue.Busy = FALSE;
  } else {
    PLIST_ENTRY Entry = RemoveHeadList(&Device->DeviceQueue.DeviceListHead);
    Irp = CONTAINING_RECORD(Entry, IRP,
                            Tail.Overlay.DeviceQueueEntry.DeviceListEntry);
    Irp->Tail.Overlay.DeviceQueueEntry.Inserted = FALSE;
    Device->CurrentIrp = Irp;
  }
  give(&CancelLock);
  if (Irp) {
    struct frame F = enter("StartIo", DISPATCH_LEVEL, 0);
    Driver.DriverStartIo(Device, Irp);
    leave(&F, DISPATCH_LEVEL);
  }
  KeLowerIrql(Old);
}
VOID IoSetStartIoAttributes(PDEVICE_OBJECT Device, BOOLEAN Deferred,
                            BOOLEAN NonCancelable) {
  (void)Device, (void)Deferred, (void)NonCancelable;
}
BOOLEAN KeRemoveEntryDeviceQueue(PKDEVICE_QUEUE Queue,
                                 PKDEVICE_QUEUE_ENTRY Entry) {
  (void)Queue;
  if (!Entry->Inserted)
    return FALSE;
  Entry->Inserted = FALSE;
  RemoveEntryList(&Entry->DeviceListEntry);
  return TRUE;
}

//===----------------------------------------------------------------------===//
// Devices, memory, and the rest that drivers call
//===----------------------------------------------------------------------===//

NTSTATUS IoCreateDevice(PDRIVER_OBJECT Owner, ULONG Size, PUNICODE_STRING Name,
                        DEVICE_TYPE Type, ULONG Characteristics,
                        BOOLEAN Exclusive, PDEVICE_OBJECT *Device) {
  (void)Name, (void)Characteristics, (void)Exclusive;
  PDEVICE_OBJECT D = calloc(1, sizeof(*D));
  D->DriverObject = Owner;
  D->DeviceType = Type;
  D->StackSize = 1;
  D->DeviceExtension = calloc(1, Size ? Size : 1);
  InitializeListHead(&D->DeviceQueue.DeviceListHead);
  D->NextDevice = Owner->DeviceObject;
  Owner->DeviceObject = Fdo = D;
  *Device = D;
  return STATUS_SUCCESS;
}
VOID IoDeleteDevice(PDEVICE_OBJECT Device) {
  if (Fdo == Device)
    Fdo = NULL;
}
PDEVICE_OBJECT IoAttachDeviceToDeviceStack(PDEVICE_OBJECT Source,
                                           PDEVICE_OBJECT Target) {
  (void)Source;
  return Target;
}
VOID IoDetachDevice(PDEVICE_OBJECT Device) { (void)Device; }

VOID IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG Tag, ULONG Minutes,
                              ULONG High, ULONG Size) {
  (void)Lock, (void)Tag, (void)Minutes, (void)High, (void)Size;
}
NTSTATUS IoAcquireRemoveLockEx(PIO_REMOVE_LOCK Lock, PVOID Tag, PCSTR Where,
                               ULONG Line, ULONG Size) {
  (void)Lock, (void)Tag, (void)Where, (void)Line, (void)Size;
  return STATUS_SUCCESS;
}
VOID IoReleaseRemoveLockEx(PIO_REMOVE_LOCK Lock, PVOID Tag, ULONG Size) {
  (void)Lock, (void)Tag, (void)Size;
}
VOID IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK Lock, PVOID Tag, ULONG Size) {
  (void)Lock, (void)Tag, (void)Size;
}

PVOID ExAllocatePoolWithTag(POOL_TYPE Type, SIZE_T Size, ULONG Tag) {
  (void)Type, (void)Tag;
  return calloc(1, Size);
}
VOID ExFreePoolWithTag(PVOID P, ULONG Tag) {
  (void)Tag;
  free(P);
}

static ULONG Registers[64];
PVOID MmMapIoSpace(PHYSICAL_ADDRESS Base, SIZE_T Size, MEMORY_CACHING_TYPE C) {
  (void)Base, (void)Size, (void)C;
  return Registers;
}
VOID MmUnmapIoSpace(PVOID Base, SIZE_T Size) { (void)Base, (void)Size; }

VOID KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State) {
  (void)Type;
  Event->Header.SignalState = State;
}
LONG KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait) {
  (void)Increment, (void)Wait;
  LONG Old = Event->Header.SignalState;
  Event->Header.SignalState = 1;
  return Old;
}
NTSTATUS KeWaitForSingleObject(PVOID Object, KWAIT_REASON Reason,
                               KPROCESSOR_MODE Mode, BOOLEAN Alertable,
                               PLARGE_INTEGER Timeout) {
  (void)Object, (void)Reason, (void)Mode, (void)Alertable, (void)Timeout;
  return STATUS_SUCCESS;
}

//===----------------------------------------------------------------------===//
// The runner
//===----------------------------------------------------------------------===//

static BOOLEAN is(const char *At, const char *Name) {
  for (; *Name; ++At, ++Name)
    if (*At != *Name)
      return FALSE;
  return !*At || *At == ' ' || *At == ':';
}

static void startDevice(void) {
  static struct {
    CM_RESOURCE_LIST List;
    CM_PARTIAL_RESOURCE_DESCRIPTOR More[2];
  } Resources;
  CM_PARTIAL_RESOURCE_LIST *Partial =
      &Resources.List.List[0].PartialResourceList;
  CM_PARTIAL_RESOURCE_DESCRIPTOR *D = Partial->PartialDescriptors;
  Resources.List.Count = 1;
  Partial->Count = 3;
  D[0].Type = CmResourceTypeMemory;
  D[0].u.Memory.Length = sizeof(Registers);
  for (ULONG I = 1; I < 3; ++I) {
    D[I].Type = CmResourceTypeInterrupt;
    D[I].u.Interrupt.Level = LowestDirql + I;
    D[I].u.Interrupt.Vector = I;
  }
  struct request *R = request(IRP_MJ_PNP);
  PIO_STACK_LOCATION At = IoGetCurrentIrpStackLocation(&R->Irp);
  At->MinorFunction = IRP_MN_START_DEVICE;
  At->Parameters.StartDevice.AllocatedResourcesTranslated = &Resources.List;
  dispatch(R, "the PnP dispatch routine");
}

static void step(const char *At) {
  enum { MaxNumbers = 12 };
  ULONG N[MaxNumbers] = {0};
  ULONG Count = 0;
  const char *End = At;
  while (*End && *End != ' ' && *End != ':')
    ++End;
  while ((*End == ':' || *End == ',') && Count < MaxNumbers)
    N[Count++] = (ULONG)strtoul(End + 1, (char **)&End, 16);

  struct request *R;
  if (is(At, "add")) {
    if (!Extension.AddDevice)
      return;
    struct frame F = enter("AddDevice", PASSIVE_LEVEL, 0);
    Extension.AddDevice(&Driver, &Pdo);
    leave(&F, PASSIVE_LEVEL);
  } else if (is(At, "start")) {
    startDevice();
  } else if (is(At, "remove")) {
    R = request(IRP_MJ_PNP);
    R->Stack[Locations - 1].MinorFunction = IRP_MN_REMOVE_DEVICE;
    dispatch(R, "the PnP dispatch routine");
  } else if (is(At, "unload")) {
    if (!Driver.DriverUnload)
      return;
    struct frame F = enter("Unload", PASSIVE_LEVEL, 0);
    Driver.DriverUnload(&Driver);
    leave(&F, PASSIVE_LEVEL);
  } else if (is(At, "create")) {
    dispatch(request(IRP_MJ_CREATE), "the create dispatch routine");
  } else if (is(At, "close")) {
    dispatch(request(IRP_MJ_CLOSE), "the close dispatch routine");
  } else if (is(At, "cleanup")) {
    dispatch(request(IRP_MJ_CLEANUP), "the cleanup dispatch routine");
  } else if (is(At, "shutdown")) {
    dispatch(request(IRP_MJ_SHUTDOWN), "the shutdown dispatch routine");
  } else if (is(At, "read")) {
    R = request(IRP_MJ_READ);
    R->Stack[Locations - 1].Parameters.Read.Length = N[0];
    dispatch(R, "the read dispatch routine");
  } else if (is(At, "write")) {
    R = request(IRP_MJ_WRITE);
    R->Stack[Locations - 1].Parameters.Write.Length = N[0];
    dispatch(R, "the write dispatch routine");
  } else if (is(At, "power")) {
    R = request(IRP_MJ_POWER);
    PIO_STACK_LOCATION S = &R->Stack[Locations - 1];
    S->MinorFunction = IRP_MN_SET_POWER;
    S->Parameters.Power.Type = DevicePowerState;
    S->Parameters.Power.State.DeviceState = (DEVICE_POWER_STATE)N[0];
    dispatch(R, "the power dispatch routine");
  } else if (is(At, "ioctl")) {
    R = request(IRP_MJ_DEVICE_CONTROL);
    PIO_STACK_LOCATION S = &R->Stack[Locations - 1];
    S->Parameters.DeviceIoControl.IoControlCode = N[0];
    S->Parameters.DeviceIoControl.InputBufferLength = N[1];
    S->Parameters.DeviceIoControl.OutputBufferLength = N[2];
    for (ULONG I = 3; I < Count; ++I)
      R->Buffer[I - 3] = N[I];
    dispatch(R, "the device control dispatch routine");
  } else if (is(At, "at")) {
    RequestIrql = (KIRQL)N[0];
  } else if (is(At, "cancel")) {
    for (R = Requests; R; R = R->Next)
      if (!R->Done)
        cancel(R);
  } else if (is(At, "race")) {
    Racing = TRUE;
  } else if (is(At, "busy")) {
    TriesFail = TRUE;
  } else if (is(At, "settle")) {
    Racing = TriesFail = FALSE;
  } else if (is(At, "seize")) {
    for (R = Requests; R; R = R->Next)
      if (!R->Done && R->Irp.CancelRoutine) {
        R->Irp.Cancel = TRUE;
        R->Seized = IoSetCancelRoutine(&R->Irp, NULL);
      }
  } else if (is(At, "next")) {
    KIRQL Old = KeRaiseIrqlToDpcLevel();
    IoStartNextPacket(Fdo, TRUE);
    KeLowerIrql(Old);
  } else if (is(At, "dpc")) {
    for (ULONG I = 0; I < DpcCount; ++I)
      if (!Count || N[0] == I)
        callDpc(Dpcs[I]);
  } else if (is(At, "timer")) {
    for (ULONG I = 0; I < TimerCount; ++I)
      callDpc(TimerDpc[I]);
  } else if (is(At, "isr")) {
    for (ULONG I = 0; I < InterruptCount; ++I)
      if (!Count || N[0] == I)
        interrupt(&Interrupts[I]);
  } else if (is(At, "work")) {
    doWork();
  } else if (is(At, "reg")) {
    Registers[N[0] % 64] = N[1];
  } else if (is(At, "lower")) {
    LowerStatus = (NTSTATUS)N[0];
  } else {
    found("the plan has an unknown step: %s", At);
  }
}

int main(void) {
  static UNICODE_STRING Path;
  Driver.DriverExtension = &Extension;
  for (ULONG I = 0; I <= IRP_MJ_MAXIMUM_FUNCTION; ++I)
    Driver.MajorFunction[I] = LowerDriver.MajorFunction[I] = lower;
  Pdo.DriverObject = &LowerDriver;
  struct frame F = enter("DriverEntry", PASSIVE_LEVEL, 0);
  NTSTATUS Status = DriverEntry(&Driver, &Path);
  leave(&F, PASSIVE_LEVEL);
  if (!NT_SUCCESS(Status)) {
    found("DriverEntry fails with 0x%x", (unsigned)Status);
    return 1;
  }
  for (const char *At = FakeKernelPlan; *At;) {
    if (*At != ' ')
      step(At);
    while (*At && *At != ' ')
      ++At;
    while (*At == ' ')
      ++At;
  }
  return Findings != 0;
}
