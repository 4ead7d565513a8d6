// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A second driver for the card of wdm_queue.c, in the same style, with seeded
// lock defects. A comment "DEFECT: <rule-id>" stands on the line where a
// checker is to report; everything without such a comment is meant to be sound.

#include "wq_device.h"

#define DQ_MAX_DEVICES 4

DRIVER_INITIALIZE DriverEntry;
static DRIVER_ADD_DEVICE DqAddDevice;
static DRIVER_UNLOAD DqUnload;
static DRIVER_DISPATCH DqCreate, DqClose, DqCleanup, DqRead, DqWrite;
static DRIVER_DISPATCH DqDeviceControl, DqPassDown, DqPower, DqPnp;
static DRIVER_STARTIO DqStartIo;
static DRIVER_CANCEL DqCancelRead, DqCancelWrite;
static KSERVICE_ROUTINE DqDataIsr, DqEventIsr;
static KSYNCHRONIZE_ROUTINE DqSyncFetch, DqSyncProgram;
static IO_DPC_ROUTINE DqDataDpc;
static KDEFERRED_ROUTINE DqEventDpc, DqWatchDpc;
static IO_COMPLETION_ROUTINE DqStartCompletion, DqForwardCompletion;
static IO_WORKITEM_ROUTINE DqResetWorker;

static KSPIN_LOCK DqDevicesLock; /* DqDevices */
static ULONG DqDevices;

/* ---- registers, interrupts ---------------------------------------------- */

static BOOLEAN NTAPI DqSyncFetch(PVOID Context) {
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

static BOOLEAN NTAPI DqSyncProgram(PVOID Context) {
  PWQ_REGISTER_WORK Work = Context;
  PWQ_EXTENSION Ext = Work->Extension;

  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  WqWriteIndexed(Ext, Work->Register, Work->Value);
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  return TRUE;
}

static VOID DqProgram(PWQ_EXTENSION Ext, ULONG Register, ULONG Value) {
  WQ_REGISTER_WORK Work = {Ext, Register, Value};

  KeSynchronizeExecution(Ext->DataInterrupt, DqSyncProgram, &Work);
}

/* The way out for "not our interrupt" forgets the register lock. */
static BOOLEAN NTAPI DqDataIsr(PKINTERRUPT Interrupt, PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  ULONG Status;

  UNREFERENCED_PARAMETER(Interrupt);
  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  Status = WqReadIndexed(Ext, WQ_REG_DATA_STATUS) & WQ_IRQ_DATA_BITS;
  if (Status == 0)
    return FALSE; /* DEFECT: held-at-exit */
  WqWriteIndexed(Ext, WQ_REG_DATA_STATUS, Status);
  Ext->DataStatus |= Status;
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  IoRequestDpc(Ext->Self, NULL, Ext);
  return TRUE;
}

static BOOLEAN NTAPI DqEventIsr(PKINTERRUPT Interrupt, PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  ULONG Status;

  UNREFERENCED_PARAMETER(Interrupt);
  KeAcquireSpinLockAtDpcLevel(&Ext->RegisterLock);
  Status = WqReadIndexed(Ext, WQ_REG_EVENT_STATUS) & WQ_EVT_BITS;
  if (Status != 0) {
    WqWriteIndexed(Ext, WQ_REG_EVENT_STATUS, Status);
    Ext->EventStatus |= Status;
  }
  KeReleaseSpinLockFromDpcLevel(&Ext->RegisterLock);
  if (Status == 0)
    return FALSE;
  KeInsertQueueDpc(&Ext->EventDpc, NULL, NULL);
  return TRUE;
}

/* ---- the read queue ----------------------------------------------------- */

/* QueueLock is held by the caller. */
static PIRP DqTakeReadLocked(PWQ_EXTENSION Ext) {
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

/* Takes QueueLock itself, so it is for callers that do not hold it. */
static ULONG DqPendingReads(PWQ_EXTENSION Ext) {
  ULONG Depth;
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->QueueLock, &Irql); /* DEFECT: double-acquire */
  Depth = Ext->ReadDepth;
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  return Depth;
}

/* QueueLock is held on entry and released for the caller on every path. */
static NTSTATUS DqQueueReadAndUnlock(PWQ_EXTENSION Ext, PIRP Irp, KIRQL Irql) {
  NTSTATUS Status = STATUS_DEVICE_BUSY;

  if (Ext->QueueStopped || Ext->ReadDepth >= WQ_MAX_READS)
    goto Refuse;
  IoSetCancelRoutine(Irp, DqCancelRead);
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

/* TRUE: the card is free and HwLock is held. FALSE: it is not held. */
static BOOLEAN DqClaim(PWQ_EXTENSION Ext, PKIRQL Irql) {
  KeAcquireSpinLock(&Ext->HwLock, Irql);
  if (Ext->ActiveRead == NULL && !Ext->HwFailed)
    return TRUE;
  KeReleaseSpinLock(&Ext->HwLock, *Irql);
  return FALSE;
}

static VOID DqPumpReads(PWQ_EXTENSION Ext) {
  KIRQL Irql;
  PIRP Irp;

  if (!DqClaim(Ext, &Irql))
    return;
  KeAcquireSpinLockAtDpcLevel(&Ext->QueueLock);
  Irp = DqTakeReadLocked(Ext);
  KeReleaseSpinLockFromDpcLevel(&Ext->QueueLock);
  if (Irp != NULL) {
    Ext->ActiveRead = Irp;
    Ext->WatchTicks = 0;
    DqProgram(Ext, WQ_REG_LENGTH,
              IoGetCurrentIrpStackLocation(Irp)->Parameters.Read.Length);
    DqProgram(Ext, WQ_REG_COMMAND, WQ_CMD_READ);
  }
  KeReleaseSpinLock(&Ext->HwLock, Irql);
}

/* Means to wait for a stopped queue, but goes round with the lock held. */
static VOID DqFlushReads(PWQ_EXTENSION Ext, NTSTATUS Status) {
  KIRQL Irql;
  PIRP Irp;

  for (;;) {
    KeAcquireSpinLock(&Ext->QueueLock, &Irql); /* DEFECT: double-acquire */
    if (Ext->QueueStopped)
      continue;
    Irp = DqTakeReadLocked(Ext);
    KeReleaseSpinLock(&Ext->QueueLock, Irql);
    if (Irp == NULL)
      break;
    WqComplete(Ext, Irp, Status, 0);
  }
}

/* The cancel lock is held by the caller's role and given back here. */
static VOID DqDropCancelLock(PIRP Irp) {
  IoReleaseCancelSpinLock(Irp->CancelIrql);
}

/* One path gives the cancel lock back a second time. */
static VOID NTAPI DqCancelRead(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  BOOLEAN Listed;
  KIRQL Irql;

  DqDropCancelLock(Irp);
  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  Listed = !IsListEmpty(&Irp->Tail.Overlay.ListEntry);
  if (Listed) {
    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    Ext->ReadDepth--;
  }
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  if (!Listed)
    IoReleaseCancelSpinLock(Irp->CancelIrql); /* DEFECT: release-unheld */
  WqComplete(Ext, Irp, STATUS_CANCELLED, 0);
}

/* ---- writes ------------------------------------------------------------- */

/* A request that has left the device queue is not ours any more; the cancel
 * lock still is. */
static VOID NTAPI DqCancelWrite(PDEVICE_OBJECT Device, PIRP Irp) {
  if (Irp == Device->CurrentIrp) {
    DqDropCancelLock(Irp);
    IoStartNextPacket(Device, TRUE);
  } else {
    if (!KeRemoveEntryDeviceQueue(&Device->DeviceQueue,
                                  &Irp->Tail.Overlay.DeviceQueueEntry))
      return; /* DEFECT: held-at-exit */
    DqDropCancelLock(Irp);
  }
  WqComplete(Device->DeviceExtension, Irp, STATUS_CANCELLED, 0);
}

/* A failed card leaves the routine between the locks' acquire and release. */
static VOID NTAPI DqStartIo(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  BOOLEAN Cancelled;
  KIRQL Irql;

  IoAcquireCancelSpinLock(&Irql);
  if (Irp != Device->CurrentIrp || IoSetCancelRoutine(Irp, NULL) == NULL) {
    IoReleaseCancelSpinLock(Irql);
    return;
  }
  Cancelled = Irp->Cancel;
  IoReleaseCancelSpinLock(Irql);
  if (Cancelled) {
    IoStartNextPacket(Device, TRUE);
    WqComplete(Ext, Irp, STATUS_CANCELLED, 0);
    return;
  }

  KeAcquireSpinLockAtDpcLevel(&Ext->HwLock);
  Ext->ActiveWrite = Irp;
  Ext->WatchTicks = 0;
  if (Ext->HwFailed)
    return; /* DEFECT: held-at-exit */
  DqProgram(Ext, WQ_REG_LENGTH,
            IoGetCurrentIrpStackLocation(Irp)->Parameters.Write.Length);
  DqProgram(Ext, WQ_REG_COMMAND, WQ_CMD_WRITE);
  KeReleaseSpinLockFromDpcLevel(&Ext->HwLock);
}

/* ---- deferred work ------------------------------------------------------ */

static VOID DqQueueReset(PWQ_EXTENSION Ext) {
  if (InterlockedCompareExchange(&Ext->ResetQueued, 1, 0) != 0)
    return;
  if (!NT_SUCCESS(IoAcquireRemoveLock(&Ext->RemoveLock, Ext->ResetItem))) {
    InterlockedExchange(&Ext->ResetQueued, 0);
    return;
  }
  IoQueueWorkItem(Ext->ResetItem, DqResetWorker, DelayedWorkQueue, Ext);
}

/* "Nothing to do" is found out with the lock held, and left so. */
static VOID NTAPI DqDataDpc(PKDPC Dpc, PDEVICE_OBJECT Device, PIRP Unused,
                            PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  WQ_REGISTER_WORK Work = {Ext, WQ_REG_DATA_STATUS, 0};
  NTSTATUS Status;
  PIRP Read = NULL;
  PIRP Write = NULL;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Unused);
  if (!KeSynchronizeExecution(Ext->DataInterrupt, DqSyncFetch, &Work))
    return;
  KeAcquireSpinLockAtDpcLevel(&Ext->HwLock);
  if (Work.Value & WQ_IRQ_READ_DONE) {
    Read = Ext->ActiveRead;
    Ext->ActiveRead = NULL;
  }
  if (Work.Value & WQ_IRQ_WRITE_DONE) {
    Write = Ext->ActiveWrite;
    Ext->ActiveWrite = NULL;
  }
  if (Read == NULL && Write == NULL)
    return; /* DEFECT: held-at-exit */
  KeReleaseSpinLockFromDpcLevel(&Ext->HwLock);

  Status =
      (Work.Value & WQ_IRQ_ERROR) ? STATUS_IO_DEVICE_ERROR : STATUS_SUCCESS;
  if (Read != NULL) {
    WqComplete(Ext, Read, Status, 0);
    DqPumpReads(Ext);
  }
  if (Write != NULL) {
    IoStartNextPacket(Device, TRUE);
    WqComplete(Ext, Write, Status, 0);
  }
}

/* Only an overrun finds its way to the release. */
static VOID NTAPI DqEventDpc(PKDPC Dpc, PVOID Context, PVOID Arg1, PVOID Arg2) {
  PWQ_EXTENSION Ext = Context;
  WQ_REGISTER_WORK Work = {Ext, WQ_REG_EVENT_STATUS, 0};
  KLOCK_QUEUE_HANDLE Handle;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  if (!KeSynchronizeExecution(Ext->EventInterrupt, DqSyncFetch, &Work))
    return;
  if (Work.Value & WQ_EVT_HOT)
    DqQueueReset(Ext);
  KeAcquireInStackQueuedSpinLockAtDpcLevel(&Ext->LogLock, &Handle);
  Ext->Log[Ext->LogNext++ % WQ_LOG_SIZE].Code = Work.Value;
  if (Work.Value & WQ_EVT_OVERRUN)
    KeReleaseInStackQueuedSpinLockFromDpcLevel(&Handle);
} /* DEFECT: held-at-exit */

/* The release is reached whether the attempt succeeded or not. */
static VOID NTAPI DqWatchDpc(PKDPC Dpc, PVOID Context, PVOID Arg1, PVOID Arg2) {
  PWQ_EXTENSION Ext = Context;
  BOOLEAN Stuck = FALSE;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  if (KeTryToAcquireSpinLockAtDpcLevel(&Ext->HwLock)) {
    if (Ext->ActiveRead != NULL || Ext->ActiveWrite != NULL)
      Stuck = ++Ext->WatchTicks > WQ_WATCH_LIMIT;
    if (Stuck)
      Ext->HwFailed = TRUE;
  } else {
    InterlockedIncrement(&Ext->WatchMisses);
  }
  KeReleaseSpinLockFromDpcLevel(&Ext->HwLock); /* DEFECT: release-unheld */
  if (Stuck)
    DqQueueReset(Ext);
  if (!Ext->WatchOff)
    WqArmWatch(Ext);
}

/* Two acquires share one variable: the second overwrites the level to which the
 * first must return. */
static VOID NTAPI DqResetWorker(PDEVICE_OBJECT Device, PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  PIRP Read;
  PIRP Write;
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->HwLock, &Irql);
  Read = Ext->ActiveRead;
  Write = Ext->ActiveWrite;
  Ext->ActiveRead = NULL;
  Ext->ActiveWrite = NULL;
  DqProgram(Ext, WQ_REG_RESET, 1);
  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  Ext->QueueStopped = FALSE;
  KeReleaseSpinLock(&Ext->QueueLock, Irql);
  Ext->HwFailed = FALSE;
  KeReleaseSpinLock(&Ext->HwLock, Irql); /* DEFECT: wrong-irql-restored */

  if (Read != NULL)
    WqComplete(Ext, Read, STATUS_IO_TIMEOUT, 0);
  if (Write != NULL) {
    WqComplete(Ext, Write, STATUS_IO_TIMEOUT, 0);
    KeRaiseIrql(DISPATCH_LEVEL, &Irql);
    IoStartNextPacket(Device, TRUE);
    KeLowerIrql(Irql);
  }
  InterlockedExchange(&Ext->ResetQueued, 0);
  IoReleaseRemoveLock(&Ext->RemoveLock, Ext->ResetItem);
}

/* ---- dispatch routines -------------------------------------------------- */

static NTSTATUS NTAPI DqCreate(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status = STATUS_SUCCESS;
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Ext->State != WqRunning)
    Status = STATUS_DEVICE_NOT_READY;
  else
    Ext->Opens++;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  return WqFinish(Irp, Status);
}

/* An early return on the path for a count that does not add up. */
static NTSTATUS NTAPI DqClose(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status;
  KIRQL Irql;

  Status = WqFinish(Irp, STATUS_SUCCESS);
  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Ext->Opens == 0)
    return Status; /* DEFECT: held-at-exit */
  Ext->Opens--;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  return Status;
}

/* Restores a level of its own choice, not the one that it came with. */
static NTSTATUS NTAPI DqCleanup(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PKSPIN_LOCK Lock = &Ext->QueueLock;
  PIRP First;
  KIRQL Irql;

  KeAcquireSpinLock(Lock, &Irql);
  First = DqTakeReadLocked(Ext);
  if (First == NULL) {
    KeReleaseSpinLock(Lock, Irql);
    return WqFinish(Irp, STATUS_SUCCESS);
  }
  KeReleaseSpinLock(Lock, PASSIVE_LEVEL); /* DEFECT: wrong-irql-restored */
  WqComplete(Ext, First, STATUS_CANCELLED, 0);
  return WqFinish(Irp, STATUS_SUCCESS);
}

/* Does not know that the helper has released the lock on the refusal, too. */
static NTSTATUS NTAPI DqRead(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status;
  KIRQL Irql;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);
  KeAcquireSpinLock(&Ext->QueueLock, &Irql);
  Status = DqQueueReadAndUnlock(Ext, Irp, Irql);
  if (Status == STATUS_PENDING)
    DqPumpReads(Ext);
  else
    KeReleaseSpinLock(&Ext->QueueLock, Irql); /* DEFECT: release-unheld */
  return Status;
}

/* The lock was taken on its behalf by DqClaim, and stays so. */
static NTSTATUS NTAPI DqWrite(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  NTSTATUS Status;
  KIRQL Irql;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);
  IoMarkIrpPending(Irp);
  IoStartPacket(Device, Irp, NULL, DqCancelWrite);
  if (!DqClaim(Ext, &Irql))
    return STATUS_PENDING;
  if (Ext->ActiveWrite == NULL)
    return STATUS_PENDING; /* DEFECT: held-at-exit */
  Ext->WatchTicks = 0;
  KeReleaseSpinLock(&Ext->HwLock, Irql);
  return STATUS_PENDING;
}

/* One goto leaves before the lock is taken, to a label that releases it. */
static NTSTATUS DqSetMode(PWQ_EXTENSION Ext, PWQ_MODE Mode, ULONG Length) {
  NTSTATUS Status = STATUS_INVALID_PARAMETER;
  KIRQL Irql = PASSIVE_LEVEL;
  PWQ_MODE Saved;

  if (Length < sizeof(*Mode))
    return Status;
  Saved = ExAllocatePoolWithTag(NonPagedPool, sizeof(*Saved), WQ_TAG);
  if (Saved == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;
  if (Mode->Flags & ~WQ_MODE_VALID)
    goto Unlock;
  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  *Saved = Ext->Mode;
  Ext->Mode = *Mode;
  Status = STATUS_SUCCESS;
  if (Ext->State != WqRunning) {
    Ext->Mode = *Saved;
    Status = STATUS_DEVICE_NOT_READY;
    goto Unlock;
  }
  Ext->LowerFailures = 0;
Unlock:
  KeReleaseSpinLock(&Ext->StateLock, Irql); /* DEFECT: release-unheld */
  ExFreePoolWithTag(Saved, WQ_TAG);
  return Status;
}

/* The short copy releases the handle, then joins the long one. */
static ULONG DqCopyLog(PWQ_EXTENSION Ext, PVOID Buffer, ULONG Length) {
  KLOCK_QUEUE_HANDLE Handle;
  ULONG Copied = sizeof(Ext->Log);

  KeAcquireInStackQueuedSpinLock(&Ext->LogLock, &Handle);
  if (Length < sizeof(Ext->Log)) {
    Copied = 0;
    KeReleaseInStackQueuedSpinLock(&Handle);
  } else {
    RtlCopyMemory(Buffer, Ext->Log, sizeof(Ext->Log));
  }
  KeReleaseInStackQueuedSpinLock(&Handle); /* DEFECT: release-unheld */
  return Copied;
}

/* A completion routine that returns early for a request cancelled below. */
static NTSTATUS NTAPI DqForwardCompletion(PDEVICE_OBJECT Device, PIRP Irp,
                                          PVOID Context) {
  PWQ_EXTENSION Ext = Context;
  KIRQL Irql;

  UNREFERENCED_PARAMETER(Device);
  if (Irp->PendingReturned)
    IoMarkIrpPending(Irp);
  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  if (Irp->IoStatus.Status == STATUS_CANCELLED)
    return STATUS_CONTINUE_COMPLETION; /* DEFECT: held-at-exit */
  if (!NT_SUCCESS(Irp->IoStatus.Status))
    Ext->LowerFailures++;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
  return STATUS_CONTINUE_COMPLETION;
}

/* Counts the waiting reads under the very lock that the helper takes. */
static NTSTATUS NTAPI DqDeviceControl(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);
  ULONG In = Stack->Parameters.DeviceIoControl.InputBufferLength;
  ULONG Out = Stack->Parameters.DeviceIoControl.OutputBufferLength;
  PVOID Buffer = Irp->AssociatedIrp.SystemBuffer;
  NTSTATUS Status = STATUS_SUCCESS;
  ULONG_PTR Information = 0;
  PULONG Answer = Buffer;
  KIRQL Irql;

  switch (Stack->Parameters.DeviceIoControl.IoControlCode) {
  case IOCTL_WQ_GET_STATS:
    if (Out < 2 * sizeof(ULONG)) {
      Status = STATUS_BUFFER_TOO_SMALL;
      break;
    }
    KeAcquireSpinLock(&Ext->QueueLock, &Irql);
    Answer[0] = Ext->QueueStopped;
    Answer[1] = DqPendingReads(Ext);
    KeReleaseSpinLock(&Ext->QueueLock, Irql);
    Information = 2 * sizeof(ULONG);
    break;
  case IOCTL_WQ_READ_LOG:
    Information = DqCopyLog(Ext, Buffer, Out);
    break;
  case IOCTL_WQ_FLUSH:
    if (DqPendingReads(Ext) != 0)
      DqFlushReads(Ext, STATUS_CANCELLED);
    break;
  case IOCTL_WQ_SET_MODE:
    Status = DqSetMode(Ext, Buffer, In);
    break;
  case IOCTL_WQ_RESET:
    DqQueueReset(Ext);
    break;
  default:
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, DqForwardCompletion, Ext, TRUE, TRUE, TRUE);
    return IoCallDriver(Ext->Lower, Irp);
  }
  Irp->IoStatus.Status = Status;
  Irp->IoStatus.Information = Information;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return Status;
}

static NTSTATUS NTAPI DqPassDown(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;

  IoSkipCurrentIrpStackLocation(Irp);
  return IoCallDriver(Ext->Lower, Irp);
}

/* Each lock is released with the level that the other one saved. */
static NTSTATUS NTAPI DqPower(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);
  KIRQL Outer;
  KIRQL Inner;

  if (Stack->MinorFunction == IRP_MN_SET_POWER &&
      Stack->Parameters.Power.Type == DevicePowerState) {
    KeAcquireSpinLock(&Ext->StateLock, &Outer);
    KeAcquireSpinLock(&Ext->QueueLock, &Inner);
    Ext->Power = Stack->Parameters.Power.State.DeviceState;
    Ext->QueueStopped = Ext->Power != PowerDeviceD0;
    KeReleaseSpinLock(&Ext->QueueLock, Outer); /* DEFECT: wrong-irql-restored */
    KeReleaseSpinLock(&Ext->StateLock, Inner); /* DEFECT: wrong-irql-restored */
  }
  PoStartNextPowerIrp(Irp);
  IoSkipCurrentIrpStackLocation(Irp);
  return PoCallDriver(Ext->Lower, Irp);
}

/* ---- plug and play ------------------------------------------------------ */

static NTSTATUS NTAPI DqStartCompletion(PDEVICE_OBJECT Device, PIRP Irp,
                                        PVOID Context) {
  UNREFERENCED_PARAMETER(Device);
  UNREFERENCED_PARAMETER(Irp);
  KeSetEvent((PKEVENT)Context, IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}

static VOID DqSetState(PWQ_EXTENSION Ext, WQ_STATE State) {
  KIRQL Irql;

  KeAcquireSpinLock(&Ext->StateLock, &Irql);
  Ext->State = State;
  KeReleaseSpinLock(&Ext->StateLock, Irql);
}

static NTSTATUS DqStartHardware(PWQ_EXTENSION Ext, PCM_RESOURCE_LIST List) {
  WQ_RESOURCES Found;
  NTSTATUS Status;

  if (!WqParseResources(List, &Found))
    return STATUS_DEVICE_CONFIGURATION_ERROR;
  Ext->RegistersLength = Found.Length;
  Ext->Registers = MmMapIoSpace(Found.Base, Found.Length, MmNonCached);
  if (Ext->Registers == NULL)
    return STATUS_INSUFFICIENT_RESOURCES;
  Status = WqConnect(Ext, &Found, DqDataIsr, DqEventIsr);
  if (!NT_SUCCESS(Status)) {
    MmUnmapIoSpace(Ext->Registers, Ext->RegistersLength);
    Ext->Registers = NULL;
    return Status;
  }
  DqProgram(Ext, WQ_REG_ENABLE, WQ_IRQ_DATA_BITS | WQ_EVT_BITS);
  WqArmWatch(Ext);
  DqSetState(Ext, WqRunning);
  return STATUS_SUCCESS;
}

static VOID DqStopHardware(PWQ_EXTENSION Ext) {
  InterlockedExchange(&Ext->WatchOff, 1);
  if (Ext->Registers == NULL)
    return;
  DqProgram(Ext, WQ_REG_ENABLE, 0);
  KeFlushQueuedDpcs();
  KeCancelTimer(&Ext->WatchTimer);
  KeFlushQueuedDpcs();
  IoDisconnectInterrupt(Ext->EventInterrupt);
  IoDisconnectInterrupt(Ext->DataInterrupt);
  MmUnmapIoSpace(Ext->Registers, Ext->RegistersLength);
  Ext->Registers = NULL;
}

static NTSTATUS NTAPI DqPnp(PDEVICE_OBJECT Device, PIRP Irp) {
  PWQ_EXTENSION Ext = Device->DeviceExtension;
  PIO_STACK_LOCATION Stack = IoGetCurrentIrpStackLocation(Irp);
  NTSTATUS Status;
  KEVENT Event;
  KIRQL Irql;

  Status = IoAcquireRemoveLock(&Ext->RemoveLock, Irp);
  if (!NT_SUCCESS(Status))
    return WqFinish(Irp, Status);
  switch (Stack->MinorFunction) {
  case IRP_MN_START_DEVICE:
    KeInitializeEvent(&Event, NotificationEvent, FALSE);
    IoCopyCurrentIrpStackLocationToNext(Irp);
    IoSetCompletionRoutine(Irp, DqStartCompletion, &Event, TRUE, TRUE, TRUE);
    Status = IoCallDriver(Ext->Lower, Irp);
    if (Status == STATUS_PENDING) {
      KeWaitForSingleObject(&Event, Executive, KernelMode, FALSE, NULL);
      Status = Irp->IoStatus.Status;
    }
    if (NT_SUCCESS(Status))
      Status = DqStartHardware(
          Ext, Stack->Parameters.StartDevice.AllocatedResourcesTranslated);
    return WqComplete(Ext, Irp, Status, 0);
  case IRP_MN_REMOVE_DEVICE:
    DqSetState(Ext, WqRemoved);
    DqFlushReads(Ext, STATUS_DELETE_PENDING);
    IoReleaseRemoveLockAndWait(&Ext->RemoveLock, Irp);
    DqStopHardware(Ext);
    KeAcquireSpinLock(&DqDevicesLock, &Irql);
    DqDevices--;
    KeReleaseSpinLock(&DqDevicesLock, Irql);
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

/* The check for one device too many leaves with the global lock. */
static NTSTATUS NTAPI DqAddDevice(PDRIVER_OBJECT Driver, PDEVICE_OBJECT Pdo) {
  PDEVICE_OBJECT Device;
  PWQ_EXTENSION Ext;
  NTSTATUS Status;
  KIRQL Irql;

  KeAcquireSpinLock(&DqDevicesLock, &Irql);
  if (DqDevices >= DQ_MAX_DEVICES)
    return STATUS_INSUFFICIENT_RESOURCES; /* DEFECT: held-at-exit */
  DqDevices++;
  KeReleaseSpinLock(&DqDevicesLock, Irql);

  Status =
      IoCreateDevice(Driver, sizeof(WQ_EXTENSION), NULL, FILE_DEVICE_UNKNOWN,
                     FILE_DEVICE_SECURE_OPEN, FALSE, &Device);
  if (!NT_SUCCESS(Status))
    goto Forget;
  Ext = Device->DeviceExtension;
  WqInitialize(Ext, Device);
  IoInitializeDpcRequest(Device, DqDataDpc);
  IoSetStartIoAttributes(Device, TRUE, FALSE);
  KeInitializeDpc(&Ext->EventDpc, DqEventDpc, Ext);
  KeInitializeDpc(&Ext->WatchDpc, DqWatchDpc, Ext);
  KeInitializeTimer(&Ext->WatchTimer);
  Status = STATUS_INSUFFICIENT_RESOURCES;
  Ext->ResetItem = IoAllocateWorkItem(Device);
  if (Ext->ResetItem == NULL)
    goto Delete;
  Ext->Lower = IoAttachDeviceToDeviceStack(Device, Pdo);
  if (Ext->Lower == NULL) {
    IoFreeWorkItem(Ext->ResetItem);
    goto Delete;
  }
  Device->Flags |= DO_BUFFERED_IO | DO_POWER_PAGABLE;
  Device->Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;

Delete:
  IoDeleteDevice(Device);
Forget:
  KeAcquireSpinLock(&DqDevicesLock, &Irql);
  DqDevices--;
  KeReleaseSpinLock(&DqDevicesLock, Irql);
  return Status;
}

static VOID NTAPI DqUnload(PDRIVER_OBJECT Driver) {
  UNREFERENCED_PARAMETER(Driver);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  UNREFERENCED_PARAMETER(Path);
  KeInitializeSpinLock(&DqDevicesLock);
  Driver->MajorFunction[IRP_MJ_CREATE] = DqCreate;
  Driver->MajorFunction[IRP_MJ_CLOSE] = DqClose;
  Driver->MajorFunction[IRP_MJ_CLEANUP] = DqCleanup;
  Driver->MajorFunction[IRP_MJ_READ] = DqRead;
  Driver->MajorFunction[IRP_MJ_WRITE] = DqWrite;
  Driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = DqDeviceControl;
  Driver->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = DqPassDown;
  Driver->MajorFunction[IRP_MJ_POWER] = DqPower;
  Driver->MajorFunction[IRP_MJ_PNP] = DqPnp;
  Driver->DriverStartIo = DqStartIo;
  Driver->DriverUnload = DqUnload;
  Driver->DriverExtension->AddDevice = DqAddDevice;
  return STATUS_SUCCESS;
}
