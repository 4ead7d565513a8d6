// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sound Storport miniport for an imaginary host adapter with
// message-signalled interrupts. It takes the port driver's locks (DPC, StartIo,
// interrupt, message) through the inline wrappers and one kernel spin lock of
// its own, in ways that a checker can only follow with path facts or with
// knowledge of the callee.

#include "sm_adapter.h"

DRIVER_INITIALIZE DriverEntry;
static HW_FIND_ADAPTER SmFindAdapter;
static HW_INITIALIZE SmInitialize;
static HW_PASSIVE_INITIALIZE_ROUTINE SmPassiveInitialize;
static HW_BUILDIO SmBuildIo;
static HW_STARTIO SmStartIo;
static HW_INTERRUPT SmInterrupt;
static HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE SmMessage;
static HW_DPC_ROUTINE SmDoneDpc, SmEventDpc;
static HW_TIMER SmTimer;
static HW_RESET_BUS SmResetBus;
static HW_ADAPTER_CONTROL SmAdapterControl;
static STOR_SYNCHRONIZED_ACCESS SmSyncEnable;

/* What was taken for one message, so that the release need not decide again. */
typedef struct _SM_GUARD {
  BOOLEAN Message;
  ULONG MessageId;
  ULONG Irql;
  STOR_LOCK_HANDLE Handle;
} SM_GUARD, *PSM_GUARD;

/* ---- helpers that acquire or release for their callers ------------------ */

/* TRUE: the bits of the message are ours to touch. FALSE: the port driver gave
 * no lock and none is held. */
static BOOLEAN SmLockMessage(PSM_EXTENSION Ext, ULONG MessageId,
                             PSM_GUARD Guard) {
  Guard->Message = Ext->PerMessage;
  Guard->MessageId = MessageId;
  if (Guard->Message)
    return StorPortAcquireMSISpinLock(Ext, MessageId, &Guard->Irql) ==
           STOR_STATUS_SUCCESS;
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Guard->Handle);
  return TRUE;
}

static VOID SmUnlockMessage(PSM_EXTENSION Ext, PSM_GUARD Guard) {
  if (Guard->Message)
    StorPortReleaseMSISpinLock(Ext, Guard->MessageId, Guard->Irql);
  else
    StorPortReleaseSpinLock(Ext, &Guard->Handle);
}

/* DISPATCH level. Returns the first waiting request with ListLock held, or NULL
 * with the lock released. */
static PSM_REQUEST SmPeekWaiting(PSM_EXTENSION Ext) {
  KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
  if (Ext->WaitHead != NULL)
    return Ext->WaitHead;
  KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
  return NULL;
}

/* ListLock is held on entry and released for the caller. */
static PSM_REQUEST SmPopAndUnlock(PSM_EXTENSION Ext) {
  PSM_REQUEST Request = SmPopLocked(Ext);

  KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
  return Request;
}

/* StartIoLock is held by the caller or by the port driver. */
static VOID SmRefill(PSM_EXTENSION Ext) {
  ULONG I;

  for (I = 0; I < SM_SLOTS && Ext->Busy < SM_SLOTS; I++) {
    if (SmPeekWaiting(Ext) == NULL)
      return;
    SmPlace(Ext, SmPopAndUnlock(Ext));
  }
}

/* Both kinds of lock are named by one variable: what is taken is known at run
 * time only, the handle brings the right one back. */
static ULONG SmSample(PSM_EXTENSION Ext, BOOLEAN Faults) {
  STOR_SPINLOCK Kind = Faults ? InterruptLock : StartIoLock;
  STOR_LOCK_HANDLE Handle;
  ULONG Value;

  StorPortAcquireSpinLock(Ext, Kind, NULL, &Handle);
  Value = Faults ? Ext->Faults : Ext->Busy;
  StorPortReleaseSpinLock(Ext, &Handle);
  return Value;
}

/* ---- start of the adapter ----------------------------------------------- */

/* Runs with the interrupt lock held by the port driver. */
static BOOLEAN SmSyncEnable(PVOID DeviceExtension, PVOID Context) {
  PSM_EXTENSION Ext = DeviceExtension;
  PULONG Mask = Context;

  Ext->EnableMask = *Mask;
  SmWrite(Ext, SM_REG_ENABLE, Ext->EnableMask);
  return TRUE;
}

static ULONG SmFindAdapter(PVOID DeviceExtension, PVOID HwContext,
                           PVOID BusInformation, PCHAR ArgumentString,
                           PPORT_CONFIGURATION_INFORMATION Config,
                           PBOOLEAN Again) {
  PSM_EXTENSION Ext = DeviceExtension;

  UNREFERENCED_PARAMETER(HwContext);
  UNREFERENCED_PARAMETER(BusInformation);
  UNREFERENCED_PARAMETER(ArgumentString);
  *Again = FALSE;
  if (!SmMap(Ext, Config))
    return SP_RETURN_ERROR;
  KeInitializeSpinLock(&Ext->ListLock);
  SmDescribe(Ext, Config);
  Ext->PerMessage = SmRead(Ext, SM_REG_STATUS) != 0;
  if (Ext->PerMessage) {
    Config->HwMSInterruptRoutine = SmMessage;
    Config->InterruptSynchronizationMode = InterruptSynchronizePerMessage;
  }
  return SP_RETURN_FOUND;
}

static BOOLEAN SmInitialize(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;

  Ext->EnableMask = 0;
  SmWrite(Ext, SM_REG_ENABLE, 0);
  return StorPortEnablePassiveInitialization(Ext, SmPassiveInitialize);
}

static BOOLEAN SmPassiveInitialize(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;
  ULONG Mask = SM_ENABLE_ALL;

  StorPortInitializeDpc(Ext, &Ext->DoneDpc, SmDoneDpc);
  StorPortInitializeDpc(Ext, &Ext->EventDpc, SmEventDpc);
  StorPortSynchronizeAccess(Ext, SmSyncEnable, &Mask);
  StorPortNotification(RequestTimerCall, Ext, SmTimer, SM_TIMER_US);
  return TRUE;
}

/* ---- requests ----------------------------------------------------------- */

/* No lock is held and the level is not known: the acquire raises. */
static BOOLEAN SmBuildIo(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb) {
  PSM_EXTENSION Ext = DeviceExtension;
  PSM_REQUEST Request = Srb->SrbExtension;
  KIRQL Irql;

  if (Srb->Function != SRB_FUNCTION_EXECUTE_SCSI &&
      Srb->Function != SRB_FUNCTION_FLUSH) {
    SmComplete(Ext, Srb, SRB_STATUS_INVALID_REQUEST);
    return FALSE;
  }
  Request->Srb = Srb;
  Request->Ticks = 0;
  KeAcquireSpinLock(&Ext->ListLock, &Irql);
  Request->Sequence = Ext->NextSequence++;
  KeReleaseSpinLock(&Ext->ListLock, Irql);
  return TRUE;
}

/* The port driver holds StartIoLock; DISPATCH level. */
static BOOLEAN SmStartIo(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb) {
  PSM_EXTENSION Ext = DeviceExtension;
  PSM_REQUEST Request = Srb->SrbExtension;
  BOOLEAN Accepted = FALSE;

  if (Ext->Stopped)
    goto Done;
  Accepted = SmPlace(Ext, Request);
  if (Accepted)
    goto Done;
  KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
  if (Ext->Waiting >= SM_WAIT_LIMIT)
    goto Unlock;
  SmPushLocked(Ext, Request);
  Accepted = TRUE;
Unlock:
  KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
Done:
  if (!Accepted)
    SmComplete(Ext, Srb, SRB_STATUS_BUSY);
  return TRUE;
}

/* ---- interrupts --------------------------------------------------------- */

/* The port driver holds the interrupt lock: no further lock may be taken. */
static BOOLEAN SmInterrupt(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;
  ULONG Bits = SmRead(Ext, SM_REG_STATUS) & (SM_BITS_SLOTS | SM_BIT_EVENT);

  if (Bits == 0)
    return FALSE;
  SmWrite(Ext, SM_REG_STATUS, Bits);
  if (Bits & SM_BIT_EVENT)
    Ext->Faults++;
  Ext->MessageBits[0] |= Bits;
  StorPortIssueDpc(Ext, &Ext->DoneDpc, NULL, NULL);
  return TRUE;
}

/* The port driver holds the lock of this message. */
static BOOLEAN SmMessage(PVOID DeviceExtension, ULONG MessageId) {
  PSM_EXTENSION Ext = DeviceExtension;
  ULONG Bits;

  if (MessageId >= SM_MESSAGES)
    return FALSE;
  Bits = SmRead(Ext, SM_REG_MESSAGE + MessageId);
  if (Bits == 0)
    return FALSE;
  SmWrite(Ext, SM_REG_MESSAGE + MessageId, Bits);
  Ext->MessageBits[MessageId] |= Bits;
  StorPortIssueDpc(Ext, &Ext->DoneDpc, NULL, NULL);
  return TRUE;
}

/* Each message under its lock; one that cannot be locked is left for later. */
static ULONG SmCollect(PSM_EXTENSION Ext) {
  ULONG Bits = 0;
  SM_GUARD Guard;
  ULONG Id;

  for (Id = 0; Id < SM_MESSAGES; Id++) {
    if (!SmLockMessage(Ext, Id, &Guard))
      continue;
    Bits |= Ext->MessageBits[Id];
    Ext->MessageBits[Id] = 0;
    SmUnlockMessage(Ext, &Guard);
  }
  return Bits;
}

/* The port driver holds no lock around a DPC. What is finished leaves the slots
 * under StartIoLock and is completed after it. */
static VOID SmDoneDpc(PSTOR_DPC Dpc, PVOID HwDeviceExtension, PVOID Arg1,
                      PVOID Arg2) {
  PSM_EXTENSION Ext = HwDeviceExtension;
  PSM_REQUEST Done[SM_SLOTS];
  STOR_LOCK_HANDLE Handle;
  ULONG Count = 0;
  ULONG Bits;
  ULONG Slot;

  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  Bits = SmCollect(Ext);
  if (Bits == 0)
    return;

  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Handle);
  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    PSM_REQUEST Request =
        (Bits & (1u << Slot)) ? SmUnplace(Ext, Slot) : (PSM_REQUEST)NULL;

    if (Request != NULL)
      Done[Count++] = Request;
  }
  if (!Ext->Stopped)
    SmRefill(Ext);
  StorPortReleaseSpinLock(Ext, &Handle);

  /* The same handle variable, another lock: the first one is free by now. */
  StorPortAcquireSpinLock(Ext, DpcLock, Dpc, &Handle);
  Ext->Done += Count;
  Ext->Rounds++;
  StorPortReleaseSpinLock(Ext, &Handle);

  while (Count != 0)
    SmComplete(Ext, Done[--Count]->Srb, SRB_STATUS_SUCCESS);
  if (Bits & SM_BIT_EVENT)
    StorPortIssueDpc(Ext, &Ext->EventDpc, NULL, NULL);
}

/* DISPATCH level; gives the whole waiting list back. The lock is dropped around
 * each completion and is held again when the loop tests its condition. */
static VOID SmFailWaiting(PSM_EXTENSION Ext, UCHAR SrbStatus) {
  PSM_REQUEST Request;

  KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
  while ((Request = SmPopLocked(Ext)) != NULL) {
    KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
    SmComplete(Ext, Request->Srb, SrbStatus);
    KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
  }
  KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
}

/* An attempt only: if the list is busy the DPC asks for another turn. The
 * result of the attempt is in a variable, the release asks it once more. */
static VOID SmEventDpc(PSTOR_DPC Dpc, PVOID HwDeviceExtension, PVOID Arg1,
                       PVOID Arg2) {
  PSM_EXTENSION Ext = HwDeviceExtension;
  ULONG Faults = SmSample(Ext, TRUE);
  BOOLEAN Full = FALSE;
  BOOLEAN Locked;

  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  Locked = KeTryToAcquireSpinLockAtDpcLevel(&Ext->ListLock);
  if (Locked)
    Full = Faults != 0 && Ext->Waiting >= SM_WAIT_LIMIT;
  if (!Locked)
    StorPortIssueDpc(Ext, Dpc, NULL, NULL);
  else
    KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);

  if (Full && SmSample(Ext, FALSE) == 0)
    SmFailWaiting(Ext, SRB_STATUS_BUSY);
}

/* The port driver holds StartIoLock (full duplex): of its own locks only the
 * interrupt lock may be added. */
static VOID SmTimer(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;
  BOOLEAN Late = FALSE;
  ULONG Slot;

  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    if (Ext->Slots[Slot] != NULL &&
        ++Ext->Slots[Slot]->Ticks > SM_TIMEOUT_TICKS)
      Late = TRUE;
  }
  if (Late) {
    STOR_LOCK_HANDLE Handle;

    StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Handle);
    Ext->Faults++;
    SmWrite(Ext, SM_REG_FAULT, Ext->Faults);
    StorPortReleaseSpinLock(Ext, &Handle);
    StorPortNotification(ResetDetected, Ext, 0);
  }
  StorPortNotification(RequestTimerCall, Ext, SmTimer, SM_TIMER_US);
}

/* The port driver holds StartIoLock; DISPATCH level. */
static BOOLEAN SmResetBus(PVOID DeviceExtension, ULONG PathId) {
  PSM_EXTENSION Ext = DeviceExtension;
  STOR_LOCK_HANDLE Handle;
  ULONG Slot;

  if (PathId != 0)
    return FALSE;
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Handle);
  RtlZeroMemory(Ext->MessageBits, sizeof(Ext->MessageBits));
  Ext->Faults = 0;
  SmWrite(Ext, SM_REG_FAULT, 0);
  StorPortReleaseSpinLock(Ext, &Handle);

  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    PSM_REQUEST Request = SmUnplace(Ext, Slot);

    if (Request != NULL)
      SmComplete(Ext, Request->Srb, SRB_STATUS_BUS_RESET);
  }
  SmFailWaiting(Ext, SRB_STATUS_BUS_RESET);
  return TRUE;
}

/* StartIoLock, then InterruptLock: the documented order. Two handles, and a
 * label for each lock that must be given back. */
static SCSI_ADAPTER_CONTROL_STATUS SmStop(PSM_EXTENSION Ext) {
  SCSI_ADAPTER_CONTROL_STATUS Status = ScsiAdapterControlUnsuccessful;
  STOR_LOCK_HANDLE Start;
  STOR_LOCK_HANDLE Interrupt;

  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Start);
  if (Ext->Busy != 0)
    goto UnlockStart;
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Interrupt);
  if (Ext->MessageBits[0] != 0)
    goto UnlockInterrupt;
  Ext->EnableMask = 0;
  SmWrite(Ext, SM_REG_ENABLE, 0);
  Ext->Stopped = TRUE;
  Status = ScsiAdapterControlSuccess;
UnlockInterrupt:
  StorPortReleaseSpinLock(Ext, &Interrupt);
UnlockStart:
  StorPortReleaseSpinLock(Ext, &Start);
  return Status;
}

/* One flag guards the acquire and, later on, the release of the outer lock. */
static VOID SmRestart(PSM_EXTENSION Ext, BOOLEAN Running) {
  STOR_LOCK_HANDLE Handle;
  ULONG Mask = SM_ENABLE_ALL;

  if (!Running)
    StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Handle);
  StorPortSynchronizeAccess(Ext, SmSyncEnable, &Mask);
  if (!Running) {
    Ext->Stopped = FALSE;
    SmRefill(Ext);
    StorPortReleaseSpinLock(Ext, &Handle);
  }
}

static SCSI_ADAPTER_CONTROL_STATUS
SmAdapterControl(PVOID DeviceExtension, SCSI_ADAPTER_CONTROL_TYPE Type,
                 PVOID Parameters) {
  PSM_EXTENSION Ext = DeviceExtension;
  PSCSI_SUPPORTED_CONTROL_TYPE_LIST List = Parameters;
  ULONG I;

  switch (Type) {
  case ScsiQuerySupportedControlTypes:
    for (I = 0; I < List->MaxControlType; I++)
      List->SupportedTypeList[I] = I <= ScsiSetRunningConfig;
    return ScsiAdapterControlSuccess;
  case ScsiStopAdapter:
    return SmStop(Ext);
  case ScsiRestartAdapter:
    SmRestart(Ext, FALSE);
    return ScsiAdapterControlSuccess;
  case ScsiSetRunningConfig:
    SmRestart(Ext, TRUE);
    return ScsiAdapterControlSuccess;
  default:
    return ScsiAdapterControlUnsuccessful;
  }
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  HW_INITIALIZATION_DATA Data;

  RtlZeroMemory(&Data, sizeof(Data));
  Data.HwInitializationDataSize = sizeof(Data);
  Data.AdapterInterfaceType = PCIBus;
  Data.HwInitialize = SmInitialize;
  Data.HwStartIo = SmStartIo;
  Data.HwInterrupt = SmInterrupt;
  Data.HwFindAdapter = (PVOID)SmFindAdapter;
  Data.HwResetBus = SmResetBus;
  Data.HwAdapterControl = SmAdapterControl;
  Data.HwBuildIo = SmBuildIo;
  Data.DeviceExtensionSize = sizeof(SM_EXTENSION);
  Data.SrbExtensionSize = sizeof(SM_REQUEST);
  Data.NumberOfAccessRanges = 1;
  Data.MapBuffers = STOR_MAP_NO_BUFFERS;
  Data.NeedPhysicalAddresses = TRUE;
  Data.TaggedQueuing = TRUE;
  Data.AutoRequestSense = TRUE;
  Data.MultipleRequestPerLu = TRUE;
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
