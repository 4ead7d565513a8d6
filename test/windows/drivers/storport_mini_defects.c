// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A second miniport for the adapter of storport_mini.c, in the same style, with
// seeded lock defects. A comment "DEFECT: <rule-id>" stands on the line where a
// checker is to report; everything without such a comment is meant to be sound.

#include "sm_adapter.h"

#define SD_MAX_ADAPTERS 8

DRIVER_INITIALIZE DriverEntry;
static HW_FIND_ADAPTER SdFindAdapter;
static HW_INITIALIZE SdInitialize;
static HW_PASSIVE_INITIALIZE_ROUTINE SdPassiveInitialize;
static HW_BUILDIO SdBuildIo;
static HW_STARTIO SdStartIo;
static HW_INTERRUPT SdInterrupt;
static HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE SdMessage;
static HW_DPC_ROUTINE SdDoneDpc, SdEventDpc;
static HW_TIMER SdTimer;
static HW_RESET_BUS SdResetBus;
static HW_ADAPTER_CONTROL SdAdapterControl;
static STOR_SYNCHRONIZED_ACCESS SdSyncEnable;

static KSPIN_LOCK SdAdaptersLock; /* SdAdapters; before any ListLock */
static ULONG SdAdapters;

/* ---- helpers ------------------------------------------------------------ */

/* Takes StartIoLock itself, so it is for callers that do not hold it. */
static ULONG SdBusy(PSM_EXTENSION Ext) {
  STOR_LOCK_HANDLE Handle;
  ULONG Busy;

  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Handle); /* DEFECT: double-acquire */
  Busy = Ext->Busy;
  StorPortReleaseSpinLock(Ext, &Handle);
  return Busy;
}

/* ListLock is held on entry and released for the caller. */
static PSM_REQUEST SdPopAndUnlock(PSM_EXTENSION Ext) {
  PSM_REQUEST Request = SmPopLocked(Ext);

  KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
  return Request;
}

/* StartIoLock is held by the caller. An empty list is released here although
 * the helper has done so. */
static VOID SdRefill(PSM_EXTENSION Ext) {
  PSM_REQUEST Request;
  ULONG I;

  for (I = 0; I < SM_SLOTS && Ext->Busy < SM_SLOTS; I++) {
    KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
    Request = SdPopAndUnlock(Ext);
    if (Request != NULL) {
      SmPlace(Ext, Request);
      continue;
    }
    KeReleaseSpinLockFromDpcLevel(&Ext->ListLock); /* DEFECT: release-unheld */
    return;
  }
}

/* DISPATCH level. */
static VOID SdFailWaiting(PSM_EXTENSION Ext, UCHAR SrbStatus) {
  PSM_REQUEST Request;

  for (;;) {
    KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
    Request = SdPopAndUnlock(Ext);
    if (Request == NULL)
      return;
    SmComplete(Ext, Request->Srb, SrbStatus);
  }
}

/* Both messages at one moment; each gets the level that the other one saved. */
static ULONG SdCollectPair(PSM_EXTENSION Ext) {
  ULONG Bits = 0;
  ULONG Old0;
  ULONG Old1;

  if (StorPortAcquireMSISpinLock(Ext, 0, &Old0) != STOR_STATUS_SUCCESS)
    return 0;
  if (StorPortAcquireMSISpinLock(Ext, 1, &Old1) == STOR_STATUS_SUCCESS) {
    Bits = Ext->MessageBits[0] | Ext->MessageBits[1];
    Ext->MessageBits[0] = 0;
    Ext->MessageBits[1] = 0;
    StorPortReleaseMSISpinLock(Ext, 1, Old0); /* DEFECT: wrong-irql-restored */
    StorPortReleaseMSISpinLock(Ext, 0, Old1); /* DEFECT: wrong-irql-restored */
  } else {
    StorPortReleaseMSISpinLock(Ext, 0, Old0);
  }
  return Bits;
}

/* ---- start of the adapter ----------------------------------------------- */

/* Runs with the interrupt lock held by the port driver. */
static BOOLEAN SdSyncEnable(PVOID DeviceExtension, PVOID Context) {
  PSM_EXTENSION Ext = DeviceExtension;

  Ext->EnableMask = *(PULONG)Context;
  SmWrite(Ext, SM_REG_ENABLE, Ext->EnableMask);
  return TRUE;
}

/* One adapter too many leaves with the global lock. */
static ULONG SdFindAdapter(PVOID DeviceExtension, PVOID HwContext,
                           PVOID BusInformation, PCHAR ArgumentString,
                           PPORT_CONFIGURATION_INFORMATION Config,
                           PBOOLEAN Again) {
  PSM_EXTENSION Ext = DeviceExtension;
  KIRQL Irql;

  UNREFERENCED_PARAMETER(HwContext);
  UNREFERENCED_PARAMETER(BusInformation);
  UNREFERENCED_PARAMETER(ArgumentString);
  *Again = FALSE;
  if (!SmMap(Ext, Config))
    return SP_RETURN_ERROR;
  KeAcquireSpinLock(&SdAdaptersLock, &Irql);
  if (SdAdapters >= SD_MAX_ADAPTERS)
    return SP_RETURN_NOT_FOUND; /* DEFECT: held-at-exit */
  SdAdapters++;
  KeReleaseSpinLock(&SdAdaptersLock, Irql);

  KeInitializeSpinLock(&Ext->ListLock);
  SmDescribe(Ext, Config);
  Ext->PerMessage = TRUE;
  Config->HwMSInterruptRoutine = SdMessage;
  Config->InterruptSynchronizationMode = InterruptSynchronizePerMessage;
  return SP_RETURN_FOUND;
}

static BOOLEAN SdInitialize(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;

  Ext->EnableMask = 0;
  SmWrite(Ext, SM_REG_ENABLE, 0);
  return StorPortEnablePassiveInitialization(Ext, SdPassiveInitialize);
}

/* Two acquires share one variable: the second overwrites the level to which the
 * first must return. */
static BOOLEAN SdPassiveInitialize(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;
  ULONG Mask = SM_ENABLE_ALL;
  KIRQL Irql;

  StorPortInitializeDpc(Ext, &Ext->DoneDpc, SdDoneDpc);
  StorPortInitializeDpc(Ext, &Ext->EventDpc, SdEventDpc);
  KeAcquireSpinLock(&SdAdaptersLock, &Irql);
  KeAcquireSpinLock(&Ext->ListLock, &Irql);
  Ext->NextSequence = SdAdapters << 24;
  KeReleaseSpinLock(&Ext->ListLock, Irql);
  KeReleaseSpinLock(&SdAdaptersLock, Irql); /* DEFECT: wrong-irql-restored */
  StorPortSynchronizeAccess(Ext, SdSyncEnable, &Mask);
  StorPortNotification(RequestTimerCall, Ext, SdTimer, SM_TIMER_US);
  return TRUE;
}

/* ---- requests ----------------------------------------------------------- */

/* A flush needs no sequence number, and no unlock either, it seems. */
static BOOLEAN SdBuildIo(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb) {
  PSM_EXTENSION Ext = DeviceExtension;
  PSM_REQUEST Request = Srb->SrbExtension;
  KIRQL Irql;

  if (Srb->Function != SRB_FUNCTION_EXECUTE_SCSI &&
      Srb->Function != SRB_FUNCTION_FLUSH) {
    SmComplete(Ext, Srb, SRB_STATUS_INVALID_REQUEST);
    return FALSE;
  }
  Request->Srb = Srb;
  KeAcquireSpinLock(&Ext->ListLock, &Irql);
  if (Srb->Function == SRB_FUNCTION_FLUSH)
    return TRUE; /* DEFECT: held-at-exit */
  Request->Sequence = Ext->NextSequence++;
  KeReleaseSpinLock(&Ext->ListLock, Irql);
  return TRUE;
}

/* The port driver holds StartIoLock, which is no excuse for keeping ListLock.
 */
static BOOLEAN SdStartIo(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb) {
  PSM_EXTENSION Ext = DeviceExtension;
  PSM_REQUEST Request = Srb->SrbExtension;

  if (!Ext->Stopped && SmPlace(Ext, Request))
    return TRUE;
  KeAcquireSpinLockAtDpcLevel(&Ext->ListLock);
  if (Ext->Waiting < SM_WAIT_LIMIT) {
    SmPushLocked(Ext, Request);
    return TRUE; /* DEFECT: held-at-exit */
  }
  KeReleaseSpinLockFromDpcLevel(&Ext->ListLock);
  SmComplete(Ext, Srb, SRB_STATUS_BUSY);
  return TRUE;
}

/* ---- interrupts --------------------------------------------------------- */

/* The port driver holds the interrupt lock already. */
static BOOLEAN SdInterrupt(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;
  ULONG Bits = SmRead(Ext, SM_REG_STATUS) & (SM_BITS_SLOTS | SM_BIT_EVENT);
  STOR_LOCK_HANDLE Handle;

  if (Bits == 0)
    return FALSE;
  SmWrite(Ext, SM_REG_STATUS, Bits);
  StorPortAcquireSpinLock(Ext, InterruptLock, /* DEFECT: double-acquire */
                          NULL, &Handle);
  Ext->MessageBits[0] |= Bits;
  StorPortReleaseSpinLock(Ext, &Handle);
  StorPortIssueDpc(Ext, &Ext->DoneDpc, NULL, NULL);
  return TRUE;
}

/* The port driver holds the lock of this message. */
static BOOLEAN SdMessage(PVOID DeviceExtension, ULONG MessageId) {
  PSM_EXTENSION Ext = DeviceExtension;
  ULONG Bits;

  if (MessageId >= SM_MESSAGES)
    return FALSE;
  Bits = SmRead(Ext, SM_REG_MESSAGE + MessageId);
  if (Bits == 0)
    return FALSE;
  SmWrite(Ext, SM_REG_MESSAGE + MessageId, Bits);
  Ext->MessageBits[MessageId] |= Bits;
  StorPortIssueDpc(Ext, MessageId < 2 ? &Ext->DoneDpc : &Ext->EventDpc, NULL,
                   NULL);
  return TRUE;
}

/* A stopped adapter makes the DPC return with StartIoLock. */
static VOID SdDoneDpc(PSTOR_DPC Dpc, PVOID HwDeviceExtension, PVOID Arg1,
                      PVOID Arg2) {
  PSM_EXTENSION Ext = HwDeviceExtension;
  ULONG Bits = SdCollectPair(Ext);
  PSM_REQUEST Done[SM_SLOTS];
  STOR_LOCK_HANDLE Handle;
  ULONG Count = 0;
  ULONG Slot;

  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Handle);
  if (Ext->Stopped)
    return; /* DEFECT: held-at-exit */
  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    if ((Bits & (1u << Slot)) && Ext->Slots[Slot] != NULL)
      Done[Count++] = SmUnplace(Ext, Slot);
  }
  SdRefill(Ext);
  StorPortReleaseSpinLock(Ext, &Handle);

  StorPortAcquireSpinLock(Ext, DpcLock, Dpc, &Handle);
  Ext->Done += Count;
  StorPortReleaseSpinLock(Ext, &Handle);
  while (Count != 0)
    SmComplete(Ext, Done[--Count]->Srb, SRB_STATUS_SUCCESS);
}

/* A message that brought nothing keeps its lock. */
static VOID SdEventDpc(PSTOR_DPC Dpc, PVOID HwDeviceExtension, PVOID Arg1,
                       PVOID Arg2) {
  PSM_EXTENSION Ext = HwDeviceExtension;
  ULONG Irql;
  ULONG Bits;

  UNREFERENCED_PARAMETER(Dpc);
  UNREFERENCED_PARAMETER(Arg1);
  UNREFERENCED_PARAMETER(Arg2);
  if (StorPortAcquireMSISpinLock(Ext, 2, &Irql) != STOR_STATUS_SUCCESS)
    return;
  Bits = Ext->MessageBits[2];
  if (Bits == 0)
    return; /* DEFECT: held-at-exit */
  Ext->MessageBits[2] = 0;
  StorPortReleaseMSISpinLock(Ext, 2, Irql);
  if (SdBusy(Ext) == 0)
    SdFailWaiting(Ext, SRB_STATUS_BUSY);
}

/* The port driver holds StartIoLock. The interrupt lock is taken for a late
 * request only, but given back always. */
static VOID SdTimer(PVOID DeviceExtension) {
  PSM_EXTENSION Ext = DeviceExtension;
  STOR_LOCK_HANDLE Handle;
  BOOLEAN Late = FALSE;
  ULONG Slot;

  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    if (Ext->Slots[Slot] != NULL &&
        ++Ext->Slots[Slot]->Ticks > SM_TIMEOUT_TICKS)
      Late = TRUE;
  }
  if (Late) {
    StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Handle);
    SmWrite(Ext, SM_REG_FAULT, ++Ext->Faults);
  }
  StorPortReleaseSpinLock(Ext, &Handle); /* DEFECT: release-unheld */
  StorPortNotification(RequestTimerCall, Ext, SdTimer, SM_TIMER_US);
}

/* The port driver holds StartIoLock; DISPATCH level. With no faults the handle
 * is given back twice. */
static BOOLEAN SdResetBus(PVOID DeviceExtension, ULONG PathId) {
  PSM_EXTENSION Ext = DeviceExtension;
  STOR_LOCK_HANDLE Handle;
  ULONG Slot;

  if (PathId != 0)
    return FALSE;
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Handle);
  RtlZeroMemory(Ext->MessageBits, sizeof(Ext->MessageBits));
  if (Ext->Faults != 0) {
    Ext->Faults = 0;
    SmWrite(Ext, SM_REG_FAULT, 0);
  } else {
    StorPortReleaseSpinLock(Ext, &Handle);
  }
  StorPortReleaseSpinLock(Ext, &Handle); /* DEFECT: release-unheld */

  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    PSM_REQUEST Request = SmUnplace(Ext, Slot);

    if (Request != NULL)
      SmComplete(Ext, Request->Srb, SRB_STATUS_BUS_RESET);
  }
  SdFailWaiting(Ext, SRB_STATUS_BUS_RESET);
  return TRUE;
}

/* Asks for the number of busy slots under the very lock that the helper takes.
 */
static SCSI_ADAPTER_CONTROL_STATUS SdStop(PSM_EXTENSION Ext) {
  SCSI_ADAPTER_CONTROL_STATUS Status = ScsiAdapterControlUnsuccessful;
  STOR_LOCK_HANDLE Start;
  STOR_LOCK_HANDLE Interrupt;

  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Start);
  if (SdBusy(Ext) != 0)
    goto UnlockStart;
  StorPortAcquireSpinLock(Ext, InterruptLock, NULL, &Interrupt);
  Ext->EnableMask = 0;
  SmWrite(Ext, SM_REG_ENABLE, 0);
  StorPortReleaseSpinLock(Ext, &Interrupt);
  Ext->Stopped = TRUE;
  Status = ScsiAdapterControlSuccess;
UnlockStart:
  StorPortReleaseSpinLock(Ext, &Start);
  return Status;
}

static VOID SdRestart(PSM_EXTENSION Ext) {
  STOR_LOCK_HANDLE Handle;
  ULONG Mask = SM_ENABLE_ALL;

  StorPortSynchronizeAccess(Ext, SdSyncEnable, &Mask);
  StorPortAcquireSpinLock(Ext, StartIoLock, NULL, &Handle);
  Ext->Stopped = FALSE;
  StorPortReleaseSpinLock(Ext, &Handle);
}

static SCSI_ADAPTER_CONTROL_STATUS
SdAdapterControl(PVOID DeviceExtension, SCSI_ADAPTER_CONTROL_TYPE Type,
                 PVOID Parameters) {
  PSM_EXTENSION Ext = DeviceExtension;
  PSCSI_SUPPORTED_CONTROL_TYPE_LIST List = Parameters;
  ULONG I;

  switch (Type) {
  case ScsiQuerySupportedControlTypes:
    for (I = 0; I < List->MaxControlType; I++)
      List->SupportedTypeList[I] = I <= ScsiRestartAdapter;
    return ScsiAdapterControlSuccess;
  case ScsiStopAdapter:
    return SdStop(Ext);
  case ScsiRestartAdapter:
    SdRestart(Ext);
    return ScsiAdapterControlSuccess;
  default:
    return ScsiAdapterControlUnsuccessful;
  }
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  HW_INITIALIZATION_DATA Data = {0};

  KeInitializeSpinLock(&SdAdaptersLock);
  Data.HwInitializationDataSize = sizeof(Data);
  Data.AdapterInterfaceType = PCIBus;
  Data.HwInitialize = SdInitialize;
  Data.HwStartIo = SdStartIo;
  Data.HwInterrupt = SdInterrupt;
  Data.HwFindAdapter = (PVOID)SdFindAdapter;
  Data.HwResetBus = SdResetBus;
  Data.HwAdapterControl = SdAdapterControl;
  Data.HwBuildIo = SdBuildIo;
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
