// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sound WDM function driver for an imaginary capture card. Reads wait in a
// queue of the driver's own, writes in the device queue of the I/O manager.
// Every routine keeps the spin-lock rules; several do so in ways that a checker
// can only follow with path facts or with knowledge of the callee.

#include "wq_device.h"

DRIVER_INITIALIZE DriverEntry;
static DRIVER_ADD_DEVICE WqAddDevice;
static DRIVER_UNLOAD WqUnload;
static DRIVER_DISPATCH WqCreate, WqClose, WqCleanup, WqRead, WqWrite;
static DRIVER_DISPATCH WqDeviceControl, WqPassDown, WqPower, WqPnp;
static DRIVER_STARTIO WqStartIo;
static DRIVER_CANCEL WqCancelRead, WqCancelWrite;
static KSERVICE_ROUTINE WqDataIsr, WqEventIsr;
static KSYNCHRONIZE_ROUTINE WqSyncFetch, WqSyncProgram;
static IO_DPC_ROUTINE WqDataDpc;
static KDEFERRED_ROUTINE WqEventDpc, WqWatchDpc;
static IO_COMPLETION_ROUTINE WqStartCompletion, WqForwardCompletion;
static IO_WORKITEM_ROUTINE WqResetWorker;

/* ---- small helpers ------------------------------------------------------ */

/* The handle carries lock and level; <= DISPATCH, no other lock of ours is
 * taken inside. */
static VOID WqLog(PWQ_EXTENSION Ext, ULONG Code, ULONG Value) {
  KLOCK_QUEUE_HANDLE Handle;
  ULONG Slot;

  KeAcquireInStackQueuedSpinLock(&Ext->LogLock, &Handle);
  Slot = Ext->LogNext++ % WQ_LOG_SIZE;
  Ext->Log[Slot].Code = Code;
  Ext->Log[Slot].Value = Value;
  KeReleaseInStackQueuedSpinLock(&Handle);
}

/* One lock a direction: which one is taken is known at run time only, but the
 * release goes through the same pointer. */
static VOID WqCount(PWQ_EXTENSION Ext, BOOLEAN Write, NTSTATUS Status,
                    ULONG_PTR Bytes) {
  PKSPIN_LOCK Lock = Write ? &Ext->StatLock[1] : &Ext->StatLock[0];
  PWQ_COUNTERS Stat = Write ? &Ext->Stat[1] : &Ext->Stat[0];
  KIRQL Irql;

  KeAcquireSpinLock(Lock, &Irql);
  Stat->Requests++;
  if (NT_SUCCESS(Status))
    Stat->Bytes += Bytes;
  else
    Stat->Failures++;
  KeReleaseSpinLock(Lock, Irql);
}

/* Acquires for the caller. The level lives in the extension, where only the
 * holder may touch it. */
static VOID WqLockHw(PWQ_EXTENSION Ext) {
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->HwLock, &Irql);
  Ext->HwIrql = Irql;
}

/* Releases for the caller. */
static VOID WqUnlockHw(PWQ_EXTENSION Ext) {
  KIRQL Irql = Ext->HwIrql;

  KeReleaseSpinLock(&Ext->HwLock, Irql);
}

/* TRUE: the card can take a read and HwLock is held. FALSE: it is not held. */
static BOOLEAN WqClaimForRead(PWQ_EXTENSION Ext, PKIRQL Irql) {
  KeAcquireSpinLock(&Ext->HwLock, Irql);
  if (Ext->ActiveRead == NULL && !Ext->HwFailed)
    return TRUE;
  KeReleaseSpinLock(&Ext->HwLock, *Irql);
  return FALSE;
}

/* ---- registers: at SynchronizeIrql only --------------------------------- */

/* Takes over what one of the two service routines has collected. */
static BOOLEAN NTAPI WqSyncFetch(PVOID Context) {
  PWQ_REGISTER_WORK Work = Context;
  PWQ_EXTENSION Ext = Work->Extension;
  PULONG Status = Work->Register == WQ_REG_DATA_STATUS ? &Ext->DataStatus
                                                       : &Ext->EventStatus;

  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  Work->Value = *Status;
  *Status = 0;
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  return Work->Value != 0;
}

static BOOLEAN NTAPI WqSyncProgram(PVOID Context) {
  PWQ_REGISTER_WORK Work = Context;
  PWQ_EXTENSION Ext = Work->Extension;

  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  WqWriteIndexed(Ext, Work->Register, Work->Value);
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  return TRUE;
}

static VOID WqProgram(PWQ_EXTENSION Ext, ULONG Register, ULONG Value) {
  WQ_REGISTER_WORK Work = {Ext, Register, Value};

  KeSynchronizeExecution(Ext->DataInterrupt, WqSyncProgram, &Work);
}

/* The interrupt lock of the data vector is held by the kernel. The event vector
 * may run at the same moment on another processor, hence RegisterLock. */
static BOOLEAN NTAPI WqDataIsr(PKINTERRUPT Interrupt, PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  ULONG Status;

  UNREFERENCED_PARAMETER(Interrupt);
  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  Status = WqReadIndexed(Ext, WQ_REG_DATA_STATUS) & WQ_IRQ_DATA_BITS;
  if (Status == 0) {
    KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
    return FALSE;
  }
  WqWriteIndexed(Ext, WQ_REG_DATA_STATUS, Status);
  Ext->DataStatus |= Status;
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  IoRequestDpc(Ext->Self, NULL, Ext);
  return TRUE;
}

static BOOLEAN NTAPI WqEventIsr(PKINTERRUPT Interrupt, PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  BOOLEAN Ours = FALSE;
  ULONG Status;

  UNREFERENCED_PARAMETER(Interrupt);
  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  Status = WqReadIndexed(Ext, WQ_REG_EVENT_STATUS) & WQ_EVT_BITS;
  if (Status == 0)
    goto NotOurs;
  WqWriteIndexed(Ext, WQ_REG_EVENT_STATUS, Status);
  Ext->EventStatus |= Status;
  Ours = TRUE;
NotOurs:
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  if (Ours)
    KeInsertQueueDpc(&Ext->EventDpc, NULL, NULL);
  return Ours;
}

/* ---- the read queue ----------------------------------------------------- */

/* QueueLock is held by the caller. A request whose cancel routine is already
 * on its way stays out of our hands: self-linking its entry makes the removal
 * in WqCancelRead harmless. */
static PIRP WqTakeReadLocked(PWQ_EXTENSION Ext) {
  ULONG I;

  for (I = 0; I < WQ_MAX_READS && !IsListEmpty(&Ext->ReadQueue); I++) {
    PLIST_ENTRY Entry = RemoveHeadList(&Ext->ReadQueue);
    PIRP Irp = CONTAINING_RECORD(Entry, IRP, Tail.Overlay.ListEntry);

    Ext->ReadDepth--;
    if (IoSetCancelRoutine(Irp, NULL) != NULL)
      return Irp;
    InitializeListHead(Entry);
  }
  return NULL;
}

/* QueueLock is held on entry and released for the caller on every path, before
 * the request is given back. */
static NTSTATUS WqQueueReadAndUnlock(PWQ_EXTENSION Ext, PIRP Irp, KIRQL Irql) {
  NTSTATUS Status;

  if (Ext->QueueStopped) {
    Status = STATUS_DEVICE_NOT_READY;
    goto Refuse;
  }
  if (Ext->ReadDepth >= WQ_MAX_READS) {
    Status = STATUS_DEVICE_BUSY;
    goto Refuse;
  }
  IoSetCancelRoutine(Irp, WqCancelRead);
  if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL) != NULL) {
    Status = STATUS_CANCELLED;
    goto Refuse;
  }
  IoMarkIrpPending(Irp);
  InsertTailList(&Ext->ReadQueue, &Irp->Tail.Overlay.ListEntry);
  Ext->ReadDepth++;
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  return STATUS_PENDING;

Refuse:
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  return WqComplete(Ext, Irp, Status, 0);
}

/* HwLock is held on entry and released here. */
static VOID WqStartReadAndUnlock(PWQ_EXTENSION Ext, PIRP Irp, KIRQL Irql) {
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);

  Ext->ActiveRead = Irp;
  Ext->WatchTicks = 0;
  WqProgram(Ext, WQ_REG_LENGTH, Stack->Parameters.Read.Length);
  WqProgram(Ext, WQ_REG_COMMAND, WQ_CMD_READ);
  KeReleaseSpinLock(&Ext->HwLock, Irql);
}

static VOID WqPumpReads(PWQ_EXTENSION Ext) {
  KIRQL Irql;
  PIRP Irp;

  if (!WqClaimForRead(Ext, &Irql))
    return;
  /* At DISPATCH by HwLock, so the second lock need not raise. */
  KeAcquireSpinLockAtDpcLevel(&Ext->QueueLock);
  Irp = WqTakeReadLocked(Ext);
  KeReleaseSpinLockFromDpcLevel(&Ext->QueueLock);
  if (Irp != NULL)
    WqStartReadAndUnlock(Ext, Irp, Irql);
  else
    KeReleaseSpinLock(&Ext->HwLock, Irql);
}

/* The lock is dropped around the completion and taken again for the next turn;
 * Irql is a fresh value each time. */
static VOID WqFlushReads(PWQ_EXTENSION Ext, NTSTATUS Status) {
  KIRQL Irql;
  PIRP Irp;

  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  while ((Irp = WqTakeReadLocked(Ext)) != NULL) {
    KeReleaseSpinLock(&Ext->QueueLock, Irql);
    WqComplete(Ext, Irp, Status, 0);
    KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  }
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
}

static VOID NTAPI WqCancelRead(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  KIRQL Irql;

  /* QueueLock protects the list: the cancel lock is of no further use. */
  IoReleaseCancelSpinLock(Irp->CancelIrql);
  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  if (!IsListEmpty(&Irp->Tail.Overlay.ListEntry)) {
    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    Ext->ReadDepth--;
  }
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  WqComplete(Ext, Irp, STATUS_CANCELLED, 0);
}

/* ---- writes: device queue, StartIo, the cancel lock --------------------- */

/* The cancel lock is held by the caller's role and given back here. */
static VOID WqDropCancelLock(PIRP Irp) {
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}

static VOID NTAPI WqCancelWrite(PDEVICE_OBJECT Device, PIRP Irp) {
  if (Irp == Device->CurrentIrp) {
    /* WqStartIo finds the cancel routine gone and leaves the request to us. */
    WqDropCancelLock(Irp);
    IoStartNextPacket(Device, TRUE);
  } else {
    KeRemoveEntryDeviceQueue(&Device->DeviceQueue,
                             &Irp->Tail.Overlay.DeviceQueueEntry);
    WqDropCancelLock(Irp);
  }
  WqComplete(Device->DeviceExtension, Irp, STATUS_CANCELLED, 0);
}

/* DISPATCH level. */
static VOID NTAPI WqStartIo(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status = STATUS_SUCCESS;
  KIRQL Irql;

  IoAcquireCancelSpinLock(&Irql);
  if (Irp != Device->CurrentIrp || IoSetCancelRoutine(Irp, NULL) == NULL) {
    /* WqCancelWrite has it, or had it. */
    IoReleaseCancelSpinLock(Irql);
    return;
  }
  if (Irp->Cancel)
    Status = STATUS_CANCELLED;
  IoReleaseCancelSpinLock(Irql);

  if (NT_SUCCESS(Status)) {
    KeAcquireSpinLockAtDpcLevel(&Ext->HwLock);
    if (!Ext->HwFailed) {
      PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);

      Ext->ActiveWrite = Irp;
      Ext->WatchTicks = 0;
      WqProgram(Ext, WQ_REG_LENGTH, Stack->Parameters.Write.Length);
      WqProgram(Ext, WQ_REG_COMMAND, WQ_CMD_WRITE);
    } else {
      Status = STATUS_ADAPTER_HARDWARE_ERROR;
    }
    KeReleaseSpinLockFromDpcLevel(&Ext->HwLock);
  }
  if (!NT_SUCCESS(Status)) {
    IoStartNextPacket(Device, TRUE);
    WqComplete(Ext, Irp, Status, 0);
  }
}

/* ---- deferred work ------------------------------------------------------ */

static VOID WqQueueReset(PWQ_EXTENSION Ext) {
  if (InterlockedCompareExchange(&Ext->ResetQueued, 1, 0) != 0)
    return;
  if (!NT_SUCCESS(IoAcquireRemoveLock(&Ext->RemoveLock, Ext->ResetItem))) {
    InterlockedExchange(&Ext->ResetQueued, 0);
    return;
  }
  IoQueueWorkItem(Ext->ResetItem, WqResetWorker, DelayedWorkQueue, Ext);
}

static VOID NTAPI WqDataDpc(PKDPC Dpc, PDEVICE_OBJECT Device, PIRP Unused,
                            PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  WQ_REGISTER_WORK Work = {Ext, WQ_REG_DATA_STATUS, 0};
  PIRP Read = NULL;
  PIRP Write = NULL;
  NTSTATUS Status;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Unused);
  if (!KeSynchronizeExecution(Ext->DataInterrupt, WqSyncFetch, &Work))
    return;

  Status =
      (Work.Value & WQ_IRQ_ERROR) ? STATUS_IO_DEVICE_ERROR : STATUS_SUCCESS;
  KeAcquireSpinLockAtDpcLevel(&Ext->HwLock);
  if (Work.Value & WQ_IRQ_READ_DONE) {
    Read = Ext->ActiveRead;
    Ext->ActiveRead = NULL;
  }
  if (Work.Value & WQ_IRQ_WRITE_DONE) {
    Write = Ext->ActiveWrite;
    Ext->ActiveWrite = NULL;
  }
  KeReleaseSpinLockFromDpcLevel(&Ext->HwLock);

  if (Read != NULL) {
    ULONG Length = IoGetCurrentIrpStackLocation(Read)->Parameters.Read.Length;

    WqCount(Ext, FALSE, Status, Length);
    WqComplete(Ext, Read, Status, NT_SUCCESS(Status) ? Length : 0);
    WqPumpReads(Ext);
  }
  if (Write != NULL) {
    ULONG Length = IoGetCurrentIrpStackLocation(Write)->Parameters.Write.Length;

    IoStartNextPacket(Device, TRUE);
    WqCount(Ext, TRUE, Status, Length);
    WqComplete(Ext, Write, Status, NT_SUCCESS(Status) ? Length : 0);
  }
}

static VOID NTAPI WqEventDpc(PKDPC Dpc, PVOID Context, PVOID Arg1, PVOID Arg2) {
  PWQ_EXTENSION Ext = Context;
  WQ_REGISTER_WORK Work = {Ext, WQ_REG_EVENT_STATUS, 0};
  KLOCK_QUEUE_HANDLE Handle;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  if (!KeSynchronizeExecution(Ext->EventInterrupt, WqSyncFetch, &Work))
    return;
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Ext->LogLock, &Handle);
  Ext->Log[Ext->LogNext++ % WQ_LOG_SIZE].Code = Work.Value;
  KeReleaseInStackQueuedSpinLockFromDpcLevel(&Handle);
  if (Work.Value & WQ_EVT_HOT)
    WqQueueReset(Ext);
}

/* A busy lock means that somebody works with the card: look again later. The
 * outcome of the attempt is kept in a variable and tested twice. */
static VOID NTAPI WqWatchDpc(PKDPC Dpc, PVOID Context, PVOID Arg1, PVOID Arg2) {
  PWQ_EXTENSION Ext = Context;
  BOOLEAN Stuck = FALSE;
  BOOLEAN Locked;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  Locked = KeTryToAcquireSpinLockAtDpcLevel(&Ext->HwLock);
  if (Locked && (Ext->ActiveRead != NULL || Ext->ActiveWrite != NULL))
    Stuck = ++Ext->WatchTicks > WQ_WATCH_LIMIT;
  if (Stuck)
    Ext->HwFailed = TRUE;
  if (Locked)
    KeReleaseSpinLockFromDpcLevel(&Ext->HwLock);
  else
    InterlockedIncrement(&Ext->WatchMisses);

  if (Stuck) {
    WqLog(Ext, WQ_REG_RESET, 0);
    WqQueueReset(Ext);
  }
  if (!Ext->WatchOff)
    WqArmWatch(Ext);
}

/* PASSIVE level. */
static VOID NTAPI WqResetWorker(PDEVICE_OBJECT Device, PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  PIRP Read;
  PIRP Write;
  KIRQL Irql;

  WqLockHw(Ext);
  Read = Ext->ActiveRead;
  Write = Ext->ActiveWrite;
  Ext->ActiveRead = NULL;
  Ext->ActiveWrite = NULL;
  Ext->WatchTicks = 0;
  WqProgram(Ext, WQ_REG_RESET, 1);
  Ext->HwFailed = FALSE;
  WqUnlockHw(Ext);

  if (Read != NULL)
    WqComplete(Ext, Read, STATUS_IO_TIMEOUT, 0);
  if (Write != NULL) {
    WqComplete(Ext, Write, STATUS_IO_TIMEOUT, 0);
    KeRaiseIrql(DISPATCH_LEVEL, &Irql);
    IoStartNextPacket(Device, TRUE);
    KeLowerIrql(Irql);
  }
  InterlockedExchange(&Ext->ResetQueued, 0);
  WqPumpReads(Ext);
  IoReleaseRemoveLock(&Ext->RemoveLock, Ext->ResetItem);
}

/* ---- dispatch routines -------------------------------------------------- */

static NTSTATUS NTAPI WqCreate(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status;
  KIRQL Irql;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);

  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Ext->State != WqRunning) {
    Status = STATUS_DEVICE_NOT_READY;
    goto Unlock;
  }
  if ((Ext->Mode.Flags & WQ_MODE_EXCLUSIVE) && Ext->Opens != 0) {
    Status = STATUS_SHARING_VIOLATION;
    goto Unlock;
  }
  Ext->Opens++;
Unlock:
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  return WqComplete(Ext, Irp, Status, 0);
}

static NTSTATUS NTAPI WqClose(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Ext->Opens != 0)
    Ext->Opens--;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  return WqFinish(Irp, STATUS_SUCCESS);
}

/* The requests of one handle move to a list of our own under the lock, and are
 * completed after it. */
static NTSTATUS NTAPI WqCleanup(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PFILE_OBJECT File = IoGetCurrentIrpStackLocation(Irp)->FileObject;
  LIST_ENTRY Doomed;
  PLIST_ENTRY Entry;
  KIRQL Irql;
  ULONG I;

  InitializeListHead(&Doomed);
  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  Entry = Ext->ReadQueue.Flink;
  for (I = 0; I < WQ_MAX_READS && Entry != &Ext->ReadQueue; I++) {
    PIRP Queued = CONTAINING_RECORD(Entry, IRP, Tail.Overlay.ListEntry);

    Entry = Entry->Flink;
    if (IoGetCurrentIrpStackLocation(Queued)->FileObject != File ||
        IoSetCancelRoutine(Queued, NULL) == NULL)
      continue;
    RemoveEntryList(&Queued->Tail.Overlay.ListEntry);
    InsertTailList(&Doomed, &Queued->Tail.Overlay.ListEntry);
    Ext->ReadDepth--;
  }
  KeReleaseSpinLock(&Ext->QueueLock, Irql);

  while (!IsListEmpty(&Doomed)) {
    Entry = RemoveHeadList(&Doomed);
    WqComplete(Ext, CONTAINING_RECORD(Entry, IRP, Tail.Overlay.ListEntry),
               STATUS_CANCELLED, 0);
  }
  return WqFinish(Irp, STATUS_SUCCESS);
}

static NTSTATUS NTAPI WqRead(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status;
  KIRQL Irql;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);
  if (IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length == 0)
    return WqComplete(Ext, Irp, STATUS_SUCCESS, 0);

  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  Status = WqQueueReadAndUnlock(Ext, Irp, Irql);
  if (Status == STATUS_PENDING)
    WqPumpReads(Ext);
  return Status;
}

static NTSTATUS NTAPI WqWrite(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);
  IoMarkIrpPending(Irp);
  IoStartPacket(Device, Irp, NULL, WqCancelWrite);
  return STATUS_PENDING;
}

/* Both directions in one consistent look, or only the first: the same condition
 * guards the acquire and the release of the second lock. */
static VOID WqSnapshot(PWQ_EXTENSION Ext, PWQ_COUNTERS Out, BOOLEAN Both) {
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->StatLock[0], &Irql);
  if (Both)
    KeAcquireSpinLockAtDpcLevel(&Ext->StatLock[1]);
  Out[0] = Ext->Stat[0];
  if (Both) {
    Out[1] = Ext->Stat[1];
    KeReleaseSpinLockFromDpcLevel(&Ext->StatLock[1]);
  }
  KeReleaseSpinLock(&Ext->StatLock[0], Irql);
}

/* A ladder: each label undoes what had been done when its goto was taken. */
static NTSTATUS WqSetMode(PWQ_EXTENSION Ext, PWQ_MODE Mode, ULONG Length) {
  KLOCK_QUEUE_HANDLE Handle;
  NTSTATUS Status = STATUS_SUCCESS;
  PWQ_MODE Saved;
  KIRQL Irql;

  if (Length < sizeof(*Mode) || (Mode->Flags & ~WQ_MODE_VALID))
    return STATUS_INVALID_PARAMETER;
  Saved = ExAllocatePoolWithTag(NonPagedPool, sizeof(*Saved), WQ_TAG);
  if (Saved == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;

  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Ext->State != WqRunning) {
    Status = STATUS_DEVICE_NOT_READY;
    goto UnlockState;
  }
  *Saved = Ext->Mode;
  Ext->Mode = *Mode;
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Ext->LogLock, &Handle);
  if (Ext->LogNext != 0 && !(Mode->Flags & WQ_MODE_KEEP_LOG)) {
    if (Mode->BurstLength == 0) {
      Ext->Mode = *Saved;
      Status = STATUS_INVALID_PARAMETER;
      goto UnlockLog;
    }
    Ext->LogNext = 0;
  }
UnlockLog:
  KeReleaseInStackQueuedSpinLockFromDpcLevel(&Handle);
UnlockState:
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  ExFreePoolWithTag(Saved, WQ_TAG);
  return Status;
}

static NTSTATUS NTAPI WqForwardCompletion(PDEVICE_OBJECT Device, PIRP Irp,
                                          PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  KIRQL Irql;

  UNREFERENCED_PARAMETER(Device);
  if (Irp->PendingReturned)
    IoMarkIrpPending(Irp);
  if (!NT_SUCCESS(Irp->IoStatus.Status)) {
    KeAcquireSpinLock(&Ext->StateLock, &Irql);
    Ext->LowerFailures++;
    KeReleaseSpinLock(&Ext->StateLock, Irql);
  }
  IoReleaseRemoveLock(&Ext->RemoveLock, Irp);
  return STATUS_CONTINUE_COMPLETION;
}

static NTSTATUS NTAPI WqDeviceControl(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);
  ULONG In = Stack->Parameters.DeviceIoControl.InputBufferLength;
  ULONG Out = Stack->Parameters.DeviceIoControl.OutputBufferLength;
  PVOID Buffer = Irp->AssociatedIrp.SystemBuffer;
  KLOCK_QUEUE_HANDLE Handle;
  ULONG_PTR Information = 0;
  NTSTATUS Status;
  KIRQL Irql;
  ULONG I;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);

  switch (Stack->Parameters.DeviceIoControl.IoControlCode) {
  case IOCTL_WQ_GET_STATS:
    if (Out < sizeof(WQ_COUNTERS)) {
      Status = STATUS_BUFFER_TOO_SMALL;
      break;
    }
    WqSnapshot(Ext, Buffer, Out >= 2 * sizeof(WQ_COUNTERS));
    Information = Out >= 2 * sizeof(WQ_COUNTERS) ? 2 * sizeof(WQ_COUNTERS)
                                                 : sizeof(WQ_COUNTERS);
    break;
  case IOCTL_WQ_CLEAR_STATS:
    for (I = 0; I < 2; I++) {
      KeAcquireSpinLock(&Ext->StatLock[I], &Irql);
      RtlZeroMemory(&Ext->Stat[I], sizeof(Ext->Stat[I]));
      KeReleaseSpinLock(&Ext->StatLock[I], Irql);
    }
    break;
  case IOCTL_WQ_READ_LOG:
    if (Out < sizeof(Ext->Log)) {
      Status = STATUS_BUFFER_TOO_SMALL;
      break;
    }
    KeAcquireInStackQueuedSpinLock(&Ext->LogLock, &Handle);
    RtlCopyMemory(Buffer, Ext->Log, sizeof(Ext->Log));
    KeReleaseInStackQueuedSpinLock(&Handle);
    Information = sizeof(Ext->Log);
    break;
  case IOCTL_WQ_FLUSH:
    WqFlushReads(Ext, STATUS_CANCELLED);
    break;
  case IOCTL_WQ_SET_MODE:
    Status = WqSetMode(Ext, Buffer, In);
    break;
  case IOCTL_WQ_RESET:
    WqQueueReset(Ext);
    break;
  default:
    /* The remove lock goes on to WqForwardCompletion. */
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, WqForwardCompletion, Ext, TRUE, TRUE, TRUE);
    return IoCallDriver(Ext->Lower, Irp);
  }
  return WqComplete(Ext, Irp, Status, Information);
}

static NTSTATUS NTAPI WqPassDown(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;

  IoSkipCurrentIrpStackLocation(Irp);
  return IoCallDriver(Ext->Lower, Irp);
}

static NTSTATUS NTAPI WqPower(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);
  BOOLEAN Track = Stack->MinorFunction == IRP_MN_SET_POWER &&
                  Stack->Parameters.Power.Type == DevicePowerState;
  BOOLEAN Asleep = FALSE;
  KIRQL Irql = PASSIVE_LEVEL;

  /* Two tests of one fact, with code between them that does not change it. */
  if (Track)
    KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Track) {
    Ext->Power = Stack->Parameters.Power.State.DeviceState;
    Asleep = Ext->Power != PowerDeviceD0;
    KeReleaseSpinLock(&Ext->StateLock, Irql);
  }
  if (Track) {
    KeAcquireSpinLock(&Ext->QueueLock, &Irql);
    Ext->QueueStopped = Asleep;
    KeReleaseSpinLock(&Ext->QueueLock, Irql);
  }
  PoStartNextPowerIrp(Irp);
  IoSkipCurrentIrpStackLocation(Irp);
  return PoCallDriver(Ext->Lower, Irp);
}

/* ---- plug and play ------------------------------------------------------ */

static NTSTATUS NTAPI WqStartCompletion(PDEVICE_OBJECT Device, PIRP Irp,
                                        PVOID Context) {
  UNREFERENCED_PARAMETER(Device);
  UNREFERENCED_PARAMETER(Irp);
  KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}

static VOID WqSetState(PWQ_EXTENSION Ext, WQ_STATE State) {
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  Ext->State = State;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
}

static NTSTATUS WqStartHardware(PWQ_EXTENSION Ext, PCM_RESOURCE_LIST List) {
  WQ_RESOURCES Found;
  NTSTATUS Status;

  if (!WqParseResources(List, &Found))
    return STATUS_DEVICE_CONFIGURATION_ERROR;
  WqSetState(Ext, WqStarting);
  Ext->RegistersLength = Found.Length;
  Ext->Registers = MmMapIoSpace(Found.Base, Found.Length, MmNonCached);
  if (Ext->Registers == NULL) {
    Status = STATUS_INSUFFICIENT_RESOURCES;
    goto Fail;
  }
  Status = WqConnect(Ext, &Found, WqDataIsr, WqEventIsr);
  if (!NT_SUCCESS(Status))
    goto Unmap;
  WqProgram(Ext, WQ_REG_ENABLE, WQ_IRQ_DATA_BITS | WQ_EVT_BITS);
  WqArmWatch(Ext);
  WqSetState(Ext, WqRunning);
  return STATUS_SUCCESS;

Unmap:
  MmUnmapIoSpace(Ext->Registers, Ext->RegistersLength);
  Ext->Registers = NULL;
Fail:
  WqSetState(Ext, WqStopped);
  return Status;
}

/* The card is silenced first; what is already queued runs out before the
 * interrupt objects go. */
static VOID WqStopHardware(PWQ_EXTENSION Ext) {
  InterlockedExchange(&Ext->WatchOff, 1);
  if (Ext->Registers == NULL)
    return;
  WqProgram(Ext, WQ_REG_ENABLE, 0);
  KeFlushQueuedDpcs();
  KeCancelTimer(&Ext->WatchTimer);
  KeFlushQueuedDpcs();
  IoDisconnectInterrupt(Ext->EventInterrupt);
  IoDisconnectInterrupt(Ext->DataInterrupt);
  MmUnmapIoSpace(Ext->Registers, Ext->RegistersLength);
  Ext->Registers = NULL;
}

static NTSTATUS NTAPI WqPnp(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);
  NTSTATUS Status;
  KEVENT Event;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);
  switch (Stack->MinorFunction) {
  case IRP_MN_START_DEVICE:
    KeInitializeEvent(&Event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, WqStartCompletion, &Event, TRUE, TRUE, TRUE);
    Status = IoCallDriver(Ext->Lower, Irp);
    if (Status == STATUS_PENDING) {
      KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
      Status = Irp->IoStatus.Status;
    }
    if (NT_SUCCESS(Status))
      Status = WqStartHardware(
          Ext, Stack->Parameters.StartDevice.AllocatedResourcesTranslated);
    return WqComplete(Ext, Irp, Status, 0);
  case IRP_MN_REMOVE_DEVICE:
    WqSetState(Ext, WqRemoved);
    WqFlushReads(Ext, STATUS_DELETE_PENDING);
    IoReleaseRemoveLockAndWait(&Ext->RemoveLock, Irp);
    WqStopHardware(Ext);
    Irp->IoStatus.Status = STATUS_SUCCESS;
    IoSkipCurrentIrpStackLocation(Irp);
    Status = IoCallDriver(Ext->Lower, Irp);
    IoFreeWorkItem(Ext->ResetItem);
    IoDetachDevice(Ext->Lower);
    IoDeleteDevice(Device);
    return Status;
  default:
    IoSkipCurrentIrpStackLocation(Irp);
    Status = IoCallDriver(Ext->Lower, Irp);
    IoReleaseRemoveLock(&Ext->RemoveLock, Irp);
    return Status;
  }
}

static NTSTATUS NTAPI WqAddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Pdo) {
  PDEVICE_OBJECT Device;
  PWQ_EXTENSION Ext;
  NTSTATUS Status;

  Status =
      IoCreateDevice(Driver, sizeof(WQ_EXTENSION), NULL, FILE_DEVICE_UNKNOWN,
                     FILE_DEVICE_SECURE_OPEN, FALSE, &Device);
  if (!NT_SUCCESS(Status))
    return Status;
  Ext = Device->DeviceExtension;
  WqInitialize(Ext, Device);
  IoInitializeDpcRequest(Device, WqDataDpc);
  IoSetStartIoAttributes(Device, TRUE, FALSE);
  KeInitializeDpc(&Ext->EventDpc, WqEventDpc, Ext);
  KeInitializeDpc(&Ext->WatchDpc, WqWatchDpc, Ext);
  KeInitializeTimer(&Ext->WatchTimer);
  Ext->ResetItem = IoAllocateWorkItem(Device);
  if (Ext->ResetItem == NULL) {
    Status = STATUS_INSUFFICIENT_RESOURCES;
    goto Delete;
  }
  Ext->Lower = IoAttachDeviceToDeviceStack(Device, Pdo);
  if (Ext->Lower == NULL) {
    Status = STATUS_NO_SUCH_DEVICE;
    goto FreeItem;
  }
  Device->Flags |= DO_BUFFERED_IO | DO_POWER_PAGABLE;
  Device->Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;

FreeItem:
  IoFreeWorkItem(Ext->ResetItem);
Delete:
  IoDeleteDevice(Device);
  return Status;
}

static VOID NTAPI WqUnload(PDRIVER_OBJECT Driver) {
  UNREFERENCED_PARAMETER(Driver);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  ULONG I;

  UNREFERENCED_PARAMETER(Path);
  for (I = 0; I <= IRP_MJ_MAXIMUM_FUNCTION; I++)
    Driver->MajorFunction[I] = WqPassDown;
  Driver->MajorFunction[IRP_MJ_CREATE] = WqCreate;
  Driver->MajorFunction[IRP_MJ_CLOSE] = WqClose;
  Driver->MajorFunction[IRP_MJ_CLEANUP] = WqCleanup;
  Driver->MajorFunction[IRP_MJ_READ] = WqRead;
  Driver->MajorFunction[IRP_MJ_WRITE] = WqWrite;
  Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = WqDeviceControl;
  Driver->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = WqPassDown;
  Driver->MajorFunction[IRP_MJ_POWER] = WqPower;
  Driver->MajorFunction[IRP_MJ_PNP] = WqPnp;
  Driver->DriverStartIo = WqStartIo;
  Driver->DriverUnload = WqUnload;
  Driver->DriverExtension->AddDevice = WqAddDevice;
  return STATUS_SUCCESS;
}
