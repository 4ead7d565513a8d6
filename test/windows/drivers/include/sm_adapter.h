// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The imaginary host adapter of storport_mini.c and storport_mini_defects.c:
// registers, the device extension with the lock that guards each member, and
// the plumbing that touches no lock.

#ifndef SG_TEST_SM_ADAPTER_H
#define SG_TEST_SM_ADAPTER_H

#include "sg_storport.h"

#define SM_SLOTS 16
#define SM_MESSAGES 4
#define SM_WAIT_LIMIT 64
#define SM_TIMER_US 500000
#define SM_TIMEOUT_TICKS 20

#define SM_REG_DOORBELL 0
#define SM_REG_STATUS 1
#define SM_REG_ENABLE 2
#define SM_REG_FAULT 3
#define SM_REG_MESSAGE 4 /* one a message */

#define SM_ENABLE_ALL 0x000000FFu
#define SM_BIT_EVENT 0x80000000u
#define SM_BITS_SLOTS ((1u << SM_SLOTS) - 1)

/* Lives in the SRB extension. */
typedef struct _SM_REQUEST {
  struct _SM_REQUEST *Next;
  PSCSI_REQUEST_BLOCK Srb;
  ULONG Sequence;
  ULONG Ticks;
} SM_REQUEST, *PSM_REQUEST;

typedef struct _SM_EXTENSION {
  PULONG Registers;
  BOOLEAN PerMessage; /* written in HwFindAdapter only */
  STOR_DPC DoneDpc;
  STOR_DPC EventDpc;

  /* StartIoLock. The port driver holds it around HwStartIo, HwTimer and
   * HwResetBus. */
  PSM_REQUEST Slots[SM_SLOTS];
  ULONG Busy;
  BOOLEAN Stopped;

  /* InterruptLock. The port driver holds it around HwInterrupt, HwInitialize
   * and what StorPortSynchronizeAccess calls. */
  ULONG EnableMask;
  ULONG Faults;

  /* The lock of the message, or InterruptLock without PerMessage. */
  ULONG MessageBits[SM_MESSAGES];

  /* DpcLock of DoneDpc. */
  ULONG Done;
  ULONG Rounds;

  /* A lock of the miniport's own, <= DISPATCH, after StartIoLock. */
  KSPIN_LOCK ListLock;
  PSM_REQUEST WaitHead;
  PSM_REQUEST WaitTail;
  ULONG Waiting;
  ULONG NextSequence;
} SM_EXTENSION, *PSM_EXTENSION;

static inline ULONG SmRead(PSM_EXTENSION Ext, ULONG Register) {
  return READ_REGISTER_ULONG(Ext->Registers + Register);
}

static inline VOID SmWrite(PSM_EXTENSION Ext, ULONG Register, ULONG Value) {
  WRITE_REGISTER_ULONG(Ext->Registers + Register, Value);
}

/* No lock that the miniport took itself may be held. */
static inline VOID SmComplete(PSM_EXTENSION Ext, PSCSI_REQUEST_BLOCK Srb,
                              UCHAR SrbStatus) {
  Srb->SrbStatus = SrbStatus;
  StorPortNotification(RequestComplete, Ext, Srb);
}

/* ListLock is held by the caller. */
static inline VOID SmPushLocked(PSM_EXTENSION Ext, PSM_REQUEST Request) {
  Request->Next = NULL;
  if (Ext->WaitTail != NULL)
    Ext->WaitTail->Next = Request;
  else
    Ext->WaitHead = Request;
  Ext->WaitTail = Request;
  Ext->Waiting++;
}

/* ListLock is held by the caller. */
static inline PSM_REQUEST SmPopLocked(PSM_EXTENSION Ext) {
  PSM_REQUEST Request = Ext->WaitHead;

  if (Request == NULL)
    return NULL;
  Ext->WaitHead = Request->Next;
  if (Ext->WaitHead == NULL)
    Ext->WaitTail = NULL;
  Ext->Waiting--;
  return Request;
}

/* StartIoLock is held. FALSE: no slot is free. */
static inline BOOLEAN SmPlace(PSM_EXTENSION Ext, PSM_REQUEST Request) {
  ULONG Slot;

  for (Slot = 0; Slot < SM_SLOTS; Slot++) {
    if (Ext->Slots[Slot] != NULL)
      continue;
    Ext->Slots[Slot] = Request;
    Ext->Busy++;
    Request->Ticks = 0;
    SmWrite(Ext, SM_REG_DOORBELL, Slot);
    return TRUE;
  }
  return FALSE;
}

/* StartIoLock is held. */
static inline PSM_REQUEST SmUnplace(PSM_EXTENSION Ext, ULONG Slot) {
  PSM_REQUEST Request = Ext->Slots[Slot];

  if (Request != NULL) {
    Ext->Slots[Slot] = NULL;
    Ext->Busy--;
  }
  return Request;
}

static inline BOOLEAN SmMap(PSM_EXTENSION Ext,
                            PPORT_CONFIGURATION_INFORMATION Config) {
  PACCESS_RANGE Range;

  if (Config->NumberOfAccessRanges == 0 || Config->AccessRanges == NULL)
    return FALSE;
  Range = &(*Config->AccessRanges)[0];
  Ext->Registers = StorPortGetDeviceBase(
      Ext, Config->AdapterInterfaceType, Config->SystemIoBusNumber,
      Range->RangeStart, Range->RangeLength, !Range->RangeInMemory);
  return Ext->Registers != NULL;
}

static inline VOID SmDescribe(PSM_EXTENSION Ext,
                              PPORT_CONFIGURATION_INFORMATION Config) {
  UNREFERENCED_PARAMETER(Ext);
  Config->MaximumTransferLength = 64 * 1024;
  Config->NumberOfPhysicalBreaks = 17;
  Config->NumberOfBuses = 1;
  Config->MaximumNumberOfTargets = 1;
  Config->MaximumNumberOfLogicalUnits = 8;
  Config->ScatterGather = TRUE;
  Config->Master = TRUE;
  Config->SynchronizationModel = StorSynchronizeFullDuplex;
}

#endif
