//===- wdm.c - Requests, and the rest that WDM drivers call --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes requests and devices for a WDM driver, and cancels requests.
//
//===----------------------------------------------------------------------===//

#include "fakekernel.h"

enum { Locations = 4, BufferSize = 4096, LowestDirql = 3 };

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

static DRIVER_OBJECT LowerDriver;
static DRIVER_EXTENSION Extension;
static DEVICE_OBJECT Pdo;
static PDEVICE_OBJECT Fdo;
static NTSTATUS LowerStatus;
static FILE_OBJECT File;

static struct request *requestOf(PIRP Irp) { return (struct request *)Irp; }

VOID IofCompleteRequest(PIRP Irp, CCHAR Boost) {
  (void)Boost;
  if (requestOf(Irp)->Done) {
    fkFound("bug check 0x44: a request is completed twice");
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
      struct fkFrame F = fkEnter("a completion routine", FkCpu.Irql, 0);
      NTSTATUS Status = At->CompletionRoutine(Device, Irp, At->Context);
      fkLeave(&F, F.At);
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
  KIRQL Old = fkTakeAndRaise(&FkCancelLock, DISPATCH_LEVEL);
  R->Irp.Cancel = TRUE;
  PDRIVER_CANCEL Routine =
      R->Seized ? R->Seized : IoSetCancelRoutine(&R->Irp, NULL);
  R->Seized = NULL;
  if (!Routine) {
    fkGiveAndRestore(&FkCancelLock, Old);
    return;
  }
  R->Irp.CancelIrql = Old;
  R->Cancelled = TRUE;
  struct fkFrame F = fkEnter("a cancel routine", DISPATCH_LEVEL, 1);
  F.Before = Old;
  Routine(IoGetCurrentIrpStackLocation(&R->Irp)->DeviceObject, &R->Irp);
  fkLeave(&F, Old);
}

static void *cancelElsewhere(void *R) {
  FkCpu.Number = 1;
  cancel(R);
  return 0;
}

/// Another processor cancels what can be cancelled.
static void race(void) {
  if (!Racing || FkCpu.Number || FkCpu.Depth)
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
  if (!Fdo || !FkDriver.MajorFunction[At->MajorFunction])
    return;
  struct fkFrame F = fkEnter(Name, RequestIrql, 0);
  FkDriver.MajorFunction[At->MajorFunction](Fdo, &R->Irp);
  fkLeave(&F, RequestIrql);
}

VOID IoStartPacket(PDEVICE_OBJECT Device, PIRP Irp, PULONG Key,
                   PDRIVER_CANCEL Cancel) {
  (void)Key;
  KIRQL Old = fkTakeAndRaise(&FkCancelLock, DISPATCH_LEVEL);
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
  fkGive(&FkCancelLock);
  if (!Busy) {
    struct fkFrame F = fkEnter("StartIo", DISPATCH_LEVEL, 0);
    FkDriver.DriverStartIo(Device, Irp);
    fkLeave(&F, DISPATCH_LEVEL);
  }
  KeLowerIrql(Old);
}

VOID IoStartNextPacket(PDEVICE_OBJECT Device, BOOLEAN Cancelable) {
  (void)Cancelable;
  KIRQL Old = fkTakeAndRaise(&FkCancelLock, DISPATCH_LEVEL);
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
  fkGive(&FkCancelLock);
  if (Irp) {
    struct fkFrame F = fkEnter("StartIo", DISPATCH_LEVEL, 0);
    FkDriver.DriverStartIo(Device, Irp);
    fkLeave(&F, DISPATCH_LEVEL);
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

ULONG FkRegisters[64];
PVOID MmMapIoSpace(PHYSICAL_ADDRESS Base, SIZE_T Size, MEMORY_CACHING_TYPE C) {
  (void)Base, (void)Size, (void)C;
  return FkRegisters;
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
// Steps
//===----------------------------------------------------------------------===//

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
  D[0].u.Memory.Length = sizeof(FkRegisters);
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

static __attribute__((constructor)) void begin(void) {
  FkDriver.DriverExtension = &Extension;
  for (ULONG I = 0; I <= IRP_MJ_MAXIMUM_FUNCTION; ++I)
    FkDriver.MajorFunction[I] = LowerDriver.MajorFunction[I] = lower;
  Pdo.DriverObject = &LowerDriver;
  FkAtBoundary = race;
}

BOOLEAN fkWdmStep(const char *Name, const ULONG *N, ULONG Count) {
  struct request *R;
  if (fkIs(Name, "add")) {
    if (!Extension.AddDevice)
      return TRUE;
    struct fkFrame F = fkEnter("AddDevice", PASSIVE_LEVEL, 0);
    Extension.AddDevice(&FkDriver, &Pdo);
    fkLeave(&F, PASSIVE_LEVEL);
  } else if (fkIs(Name, "start")) {
    startDevice();
  } else if (fkIs(Name, "remove")) {
    R = request(IRP_MJ_PNP);
    R->Stack[Locations - 1].MinorFunction = IRP_MN_REMOVE_DEVICE;
    dispatch(R, "the PnP dispatch routine");
  } else if (fkIs(Name, "unload")) {
    if (!FkDriver.DriverUnload)
      return TRUE;
    struct fkFrame F = fkEnter("Unload", PASSIVE_LEVEL, 0);
    FkDriver.DriverUnload(&FkDriver);
    fkLeave(&F, PASSIVE_LEVEL);
  } else if (fkIs(Name, "create")) {
    dispatch(request(IRP_MJ_CREATE), "the create dispatch routine");
  } else if (fkIs(Name, "close")) {
    dispatch(request(IRP_MJ_CLOSE), "the close dispatch routine");
  } else if (fkIs(Name, "cleanup")) {
    dispatch(request(IRP_MJ_CLEANUP), "the cleanup dispatch routine");
  } else if (fkIs(Name, "shutdown")) {
    dispatch(request(IRP_MJ_SHUTDOWN), "the shutdown dispatch routine");
  } else if (fkIs(Name, "read")) {
    R = request(IRP_MJ_READ);
    R->Stack[Locations - 1].Parameters.Read.Length = N[0];
    dispatch(R, "the read dispatch routine");
  } else if (fkIs(Name, "write")) {
    R = request(IRP_MJ_WRITE);
    R->Stack[Locations - 1].Parameters.Write.Length = N[0];
    dispatch(R, "the write dispatch routine");
  } else if (fkIs(Name, "power")) {
    R = request(IRP_MJ_POWER);
    PIO_STACK_LOCATION S = &R->Stack[Locations - 1];
    S->MinorFunction = IRP_MN_SET_POWER;
    S->Parameters.Power.Type = DevicePowerState;
    S->Parameters.Power.State.DeviceState = (DEVICE_POWER_STATE)N[0];
    dispatch(R, "the power dispatch routine");
  } else if (fkIs(Name, "ioctl")) {
    R = request(IRP_MJ_DEVICE_CONTROL);
    PIO_STACK_LOCATION S = &R->Stack[Locations - 1];
    S->Parameters.DeviceIoControl.IoControlCode = N[0];
    S->Parameters.DeviceIoControl.InputBufferLength = N[1];
    S->Parameters.DeviceIoControl.OutputBufferLength = N[2];
    for (ULONG I = 3; I < Count; ++I)
      R->Buffer[I - 3] = N[I];
    dispatch(R, "the device control dispatch routine");
  } else if (fkIs(Name, "at")) {
    RequestIrql = (KIRQL)N[0];
  } else if (fkIs(Name, "cancel")) {
    for (R = Requests; R; R = R->Next)
      if (!R->Done)
        cancel(R);
  } else if (fkIs(Name, "race")) {
    Racing = TRUE;
  } else if (fkIs(Name, "busy")) {
    FkTriesFail = TRUE;
  } else if (fkIs(Name, "settle")) {
    Racing = FkTriesFail = FALSE;
  } else if (fkIs(Name, "seize")) {
    for (R = Requests; R; R = R->Next)
      if (!R->Done && R->Irp.CancelRoutine) {
        R->Irp.Cancel = TRUE;
        R->Seized = IoSetCancelRoutine(&R->Irp, NULL);
      }
  } else if (fkIs(Name, "next")) {
    KIRQL Old = KeRaiseIrqlToDpcLevel();
    IoStartNextPacket(Fdo, TRUE);
    KeLowerIrql(Old);
  } else if (fkIs(Name, "lower")) {
    LowerStatus = (NTSTATUS)N[0];
  } else {
    return FALSE;
  }
  return TRUE;
}
