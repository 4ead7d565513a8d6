// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The imaginary capture card that wdm_queue.c and wdm_queue_defects.c drive:
// registers, control codes, the device extension with its locks, and the
// plumbing that touches no lock. Every lock says what it protects and at which
// level it is taken.

#ifndef SG_TEST_WQ_DEVICE_H
#define SG_TEST_WQ_DEVICE_H

#include <ntddk.h>

#define WQ_TAG 'qWgS'
#define WQ_MAX_READS 32
#define WQ_LOG_SIZE 64
#define WQ_WATCH_PERIOD_MS 250
#define WQ_WATCH_LIMIT 8

/* The register file is reached through one index and one data word, so each
 * access is two bus cycles that must not be torn apart. */
#define WQ_PORT_INDEX 0
#define WQ_PORT_DATA 1

#define WQ_REG_DATA_STATUS 0x00
#define WQ_REG_EVENT_STATUS 0x04
#define WQ_REG_ENABLE 0x08
#define WQ_REG_COMMAND 0x0C
#define WQ_REG_LENGTH 0x10
#define WQ_REG_RESET 0x14

#define WQ_IRQ_READ_DONE 0x00000001u
#define WQ_IRQ_WRITE_DONE 0x00000002u
#define WQ_IRQ_ERROR 0x00000004u
#define WQ_IRQ_DATA_BITS 0x00000007u
#define WQ_EVT_OVERRUN 0x00000100u
#define WQ_EVT_HOT 0x00000200u
#define WQ_EVT_BITS 0x00000300u

#define WQ_CMD_READ 1u
#define WQ_CMD_WRITE 2u
#define WQ_CMD_STOP 3u

#define WQ_IOCTL(Code)                                                         \
  CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800 + (Code), METHOD_BUFFERED,               \
           FILE_ANY_ACCESS)
#define IOCTL_WQ_GET_STATS WQ_IOCTL(0)
#define IOCTL_WQ_CLEAR_STATS WQ_IOCTL(1)
#define IOCTL_WQ_READ_LOG WQ_IOCTL(2)
#define IOCTL_WQ_FLUSH WQ_IOCTL(3)
#define IOCTL_WQ_SET_MODE WQ_IOCTL(4)
#define IOCTL_WQ_RESET WQ_IOCTL(5)

typedef enum _WQ_STATE { WqStopped, WqStarting, WqRunning, WqRemoved } WQ_STATE;

typedef struct _WQ_COUNTERS {
  ULONG Requests;
  ULONG Failures;
  ULONGLONG Bytes;
} WQ_COUNTERS, *PWQ_COUNTERS;

typedef struct _WQ_LOG_ENTRY {
  ULONG Code;
  ULONG Value;
} WQ_LOG_ENTRY, *PWQ_LOG_ENTRY;

typedef struct _WQ_MODE {
  ULONG Flags;
  ULONG BurstLength;
} WQ_MODE, *PWQ_MODE;

#define WQ_MODE_EXCLUSIVE 0x1u
#define WQ_MODE_KEEP_LOG 0x2u
#define WQ_MODE_VALID 0x3u

typedef struct _WQ_EXTENSION {
  PDEVICE_OBJECT Self;
  PDEVICE_OBJECT Lower;
  IO_REMOVE_LOCK RemoveLock;

  KSPIN_LOCK QueueLock; /* ReadQueue, ReadDepth, QueueStopped; <= DISPATCH */
  LIST_ENTRY ReadQueue;
  ULONG ReadDepth;
  BOOLEAN QueueStopped;

  KSPIN_LOCK
  HwLock;       /* the requests on the card; <= DISPATCH, before QueueLock */
  KIRQL HwIrql; /* owned by the holder of HwLock */
  PIRP ActiveRead;
  PIRP ActiveWrite;
  ULONG WatchTicks;
  BOOLEAN HwFailed;

  KSPIN_LOCK StateLock; /* State, Power, Opens, Mode; <= DISPATCH */
  WQ_STATE State;
  DEVICE_POWER_STATE Power;
  ULONG Opens;
  ULONG LowerFailures;
  WQ_MODE Mode;

  KSPIN_LOCK StatLock[2]; /* one a direction, [0] before [1]; <= DISPATCH */
  WQ_COUNTERS Stat[2];

  KSPIN_LOCK LogLock; /* only ever taken as an in-stack queued lock */
  WQ_LOG_ENTRY Log[WQ_LOG_SIZE];
  ULONG LogNext;

  /* The two vectors have an interrupt object and an interrupt lock each, but
   * one common SynchronizeIrql. RegisterLock is taken at that level only. */
  KSPIN_LOCK RegisterLock;
  ULONG DataStatus;
  ULONG EventStatus;
  PULONG Registers;
  ULONG RegistersLength;
  PKINTERRUPT DataInterrupt;
  PKINTERRUPT EventInterrupt;

  KDPC EventDpc;
  KDPC WatchDpc;
  KTIMER WatchTimer;
  PIO_WORKITEM ResetItem;
  LONG ResetQueued;
  LONG WatchMisses;
  LONG WatchOff;
} WQ_EXTENSION, *PWQ_EXTENSION;

typedef struct _WQ_RESOURCES {
  PHYSICAL_ADDRESS Base;
  ULONG Length;
  ULONG Vectors;
  struct {
    ULONG Vector;
    KIRQL Irql;
    KAFFINITY Affinity;
    KINTERRUPT_MODE Mode;
  } Interrupt[2];
} WQ_RESOURCES, *PWQ_RESOURCES;

/* What a KeSynchronizeExecution callback is to do, and what it found. */
typedef struct _WQ_REGISTER_WORK {
  PWQ_EXTENSION Extension;
  ULONG Register;
  ULONG Value;
} WQ_REGISTER_WORK, *PWQ_REGISTER_WORK;

static inline VOID WqInitialize(PWQ_EXTENSION Ext, PDEVICE_OBJECT Device) {
  RtlZeroMemory(Ext, sizeof(*Ext));
  Ext->Self = Device;
  Ext->Power = PowerDeviceD0;
  IoInitializeRemoveLock(&Ext->RemoveLock, WQ_TAG, 0, 0);
  KeInitializeSpinLock(&Ext->QueueLock);
  KeInitializeSpinLock(&Ext->HwLock);
  KeInitializeSpinLock(&Ext->StateLock);
  KeInitializeSpinLock(&Ext->StatLock[0]);
  KeInitializeSpinLock(&Ext->StatLock[1]);
  KeInitializeSpinLock(&Ext->LogLock);
  KeInitializeSpinLock(&Ext->RegisterLock);
  InitializeListHead(&Ext->ReadQueue);
}

/* Completes a request that never got the remove lock. */
static inline NTSTATUS WqFinish(PIRP Irp, NTSTATUS Status) {
  Irp->IoStatus.Status = Status;
  Irp->IoStatus.Information = 0;
  IoCompleteRequest(Irp, IO_NO_INCREMENT);
  return Status;
}

/* Completes a request that holds the remove lock. No spin lock may be held. */
static inline NTSTATUS WqComplete(PWQ_EXTENSION Ext, PIRP Irp, NTSTATUS Status,
                                  ULONG_PTR Information) {
  Irp->IoStatus.Status = Status;
  Irp->IoStatus.Information = Information;
  IoCompleteRequest(Irp,
                    NT_SUCCESS(Status) ? IO_DISK_INCREMENT : IO_NO_INCREMENT);
  IoReleaseRemoveLock(&Ext->RemoveLock, Irp);
  return Status;
}

/* RegisterLock is held by the caller. */
static inline ULONG WqReadIndexed(PWQ_EXTENSION Ext, ULONG Register) {
  WRITE_REGISTER_ULONG(Ext->Registers + WQ_PORT_INDEX, Register);
  return READ_REGISTER_ULONG(Ext->Registers + WQ_PORT_DATA);
}

/* RegisterLock is held by the caller. */
static inline VOID WqWriteIndexed(PWQ_EXTENSION Ext, ULONG Register,
                                  ULONG Value) {
  WRITE_REGISTER_ULONG(Ext->Registers + WQ_PORT_INDEX, Register);
  WRITE_REGISTER_ULONG(Ext->Registers + WQ_PORT_DATA, Value);
}

static inline VOID WqArmWatch(PWQ_EXTENSION Ext) {
  LARGE_INTEGER Due;

  Due.QuadPart = -10000LL * WQ_WATCH_PERIOD_MS;
  KeSetTimer(&Ext->WatchTimer, Due, &Ext->WatchDpc);
}

static inline BOOLEAN WqParseResources(PCM_RESOURCE_LIST List,
                                       PWQ_RESOURCES Found) {
  PCM_PARTIAL_RESOURCE_LIST Partial;
  ULONG I;

  RtlZeroMemory(Found, sizeof(*Found));
  if (List == NULL || List->Count == 0)
    return FALSE;
  Partial = &List->List[0].PartialResourceList;
  for (I = 0; I < Partial->Count; I++) {
    PCM_PARTIAL_RESOURCE_DESCRIPTOR D = &Partial->PartialDescriptors[I];

    if (D->Type == CmResourceTypeMemory && Found->Length == 0) {
      Found->Base = D->u.Memory.Start;
      Found->Length = D->u.Memory.Length;
    } else if (D->Type == CmResourceTypeInterrupt && Found->Vectors < 2) {
      Found->Interrupt[Found->Vectors].Vector = D->u.Interrupt.Vector;
      Found->Interrupt[Found->Vectors].Irql = (KIRQL)D->u.Interrupt.Level;
      Found->Interrupt[Found->Vectors].Affinity = D->u.Interrupt.Affinity;
      Found->Interrupt[Found->Vectors].Mode =
          (D->Flags & CM_RESOURCE_INTERRUPT_LATCHED) ? Latched : LevelSensitive;
      Found->Vectors++;
    }
  }
  return Found->Length >= 2 * sizeof(ULONG) && Found->Vectors == 2;
}

/* RegisterLock is shared by both service routines, so both vectors are
 * connected at the higher of their two levels. */
static inline NTSTATUS WqConnect(PWQ_EXTENSION Ext, PWQ_RESOURCES Found,
                                 PKSERVICE_ROUTINE DataIsr,
                                 PKSERVICE_ROUTINE EventIsr) {
  KIRQL Common = Found->Interrupt[0].Irql > Found->Interrupt[1].Irql
                     ? Found->Interrupt[0].Irql
                     : Found->Interrupt[1].Irql;
  NTSTATUS Status;

  Status = IoConnectInterrupt(
      &Ext->DataInterrupt, DataIsr, Ext, NULL, Found->Interrupt[0].Vector,
      Found->Interrupt[0].Irql, Common, Found->Interrupt[0].Mode, TRUE,
      Found->Interrupt[0].Affinity, FALSE);
  if (!NT_SUCCESS(Status))
    return Status;
  Status = IoConnectInterrupt(
      &Ext->EventInterrupt, EventIsr, Ext, NULL, Found->Interrupt[1].Vector,
      Found->Interrupt[1].Irql, Common, Found->Interrupt[1].Mode, TRUE,
      Found->Interrupt[1].Affinity, FALSE);
  if (!NT_SUCCESS(Status)) {
    IoDisconnectInterrupt(Ext->DataInterrupt);
    Ext->DataInterrupt = NULL;
  }
  return Status;
}

#endif
