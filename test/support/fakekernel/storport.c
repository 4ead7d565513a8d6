//===- storport.c - The port driver of Storport miniports -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a physical, full-duplex miniport with one channel sees of Storport: its
// routines are called with the locks and at the levels that are documented, and
// its locks are locks of the simulated processors. The adapter that was found
// last is the one that the steps are about.
//
//===----------------------------------------------------------------------===//

#include "fakekernel.h"

#include "../../windows/drivers/include/sg_storport.h"

enum { MaxMessages = 4, Unsuccessful = 0xC1000001 };

static HW_INITIALIZATION_DATA Miniport;
static KSPIN_LOCK StartIo, Interrupt, Message[MaxMessages];

/// The adapter.
static PVOID Extension;
static PORT_CONFIGURATION_INFORMATION Config;
static PHW_PASSIVE_INITIALIZE_ROUTINE PassiveInitialize;
static PHW_TIMER Timer;

struct request {
  SCSI_REQUEST_BLOCK Srb;
  BOOLEAN Done;
};

ULONG StorPortInitialize(PVOID Driver, PVOID Path, PHW_INITIALIZATION_DATA Data,
                         PVOID Context) {
  (void)Driver, (void)Path, (void)Context;
  Miniport = *Data;
  return STATUS_SUCCESS;
}

//===----------------------------------------------------------------------===//
// Locks
//===----------------------------------------------------------------------===//

static void acquire(STOR_SPINLOCK Kind, PVOID Context,
                    PSTOR_LOCK_HANDLE Handle) {
  KSPIN_LOCK *Lock = Kind == StartIoLock     ? &StartIo
                     : Kind == InterruptLock ? &Interrupt
                                             : &((PSTOR_DPC)Context)->Lock;
  KIRQL Level = Kind == InterruptLock ? FkDirql : DISPATCH_LEVEL;
  KIRQL Old = fkTakeAndRaise(Lock, Level);
  Handle->Lock = Kind;
  Handle->Context.LockQueue.Lock = Lock;
  Handle->Context.OldIrql = Old;
}

static void release(PSTOR_LOCK_HANDLE Handle) {
  fkGiveAndRestore(Handle->Context.LockQueue.Lock, Handle->Context.OldIrql);
}

ULONG StorPortExtendedFunction(STORPORT_FUNCTION_CODE Code, PVOID Ext, ...) {
  __builtin_va_list Arguments;
  (void)Ext;
  __builtin_va_start(Arguments, Ext);
  ULONG Id = __builtin_va_arg(Arguments, ULONG), Status = STOR_STATUS_SUCCESS;
  if (Id >= MaxMessages) {
    Status = Unsuccessful;
  } else if (Code == ExtFunctionAcquireMSISpinLock) {
    PULONG Old = __builtin_va_arg(Arguments, PULONG);
    if (FkTriesFail)
      Status = Unsuccessful;
    else
      *Old = fkTakeAndRaise(&Message[Id], FkDirql);
  } else if (Code == ExtFunctionReleaseMSISpinLock) {
    fkGiveAndRestore(&Message[Id], (KIRQL) __builtin_va_arg(Arguments, ULONG));
  } else {
    Status = Unsuccessful;
  }
  __builtin_va_end(Arguments);
  return Status;
}

/// Calls a routine with a lock of the port driver's held.
#define WITH(Lock, Level, Name, Call)                                          \
  do {                                                                         \
    KIRQL Was = fkTakeAndRaise(Lock, Level);                                   \
    struct fkFrame F = fkEnter(Name, Level, 0);                                \
    Call;                                                                      \
    fkLeave(&F, Level);                                                        \
    fkGiveAndRestore(Lock, Was);                                               \
  } while (0)

/// Calls one with none.
#define WITHOUT(Level, Name, Call)                                             \
  do {                                                                         \
    struct fkFrame F = fkEnter(Name, Level, 0);                                \
    Call;                                                                      \
    fkLeave(&F, Level);                                                        \
  } while (0)

BOOLEAN StorPortSynchronizeAccess(PVOID Ext, PSTOR_SYNCHRONIZED_ACCESS Routine,
                                  PVOID Context) {
  BOOLEAN Result;
  WITH(&Interrupt, FkDirql, "a synchronized routine",
       Result = Routine(Ext, Context));
  return Result;
}

//===----------------------------------------------------------------------===//
// The rest that miniports call
//===----------------------------------------------------------------------===//

VOID StorPortNotification(SCSI_NOTIFICATION_TYPE Type, PVOID Ext, ...) {
  __builtin_va_list Arguments;
  __builtin_va_start(Arguments, Ext);
  switch (Type) {
  case AcquireSpinLock: {
    STOR_SPINLOCK Kind = __builtin_va_arg(Arguments, STOR_SPINLOCK);
    PVOID Context = __builtin_va_arg(Arguments, PVOID);
    acquire(Kind, Context, __builtin_va_arg(Arguments, PSTOR_LOCK_HANDLE));
    break;
  }
  case ReleaseSpinLock:
    release(__builtin_va_arg(Arguments, PSTOR_LOCK_HANDLE));
    break;
  case RequestComplete: {
    struct request *R = __builtin_va_arg(Arguments, struct request *);
    if (R->Done)
      fkFound("bug check 0xF0 (1): a request is completed twice");
    R->Done = TRUE;
    break;
  }
  case RequestTimerCall:
    Timer = __builtin_va_arg(Arguments, PHW_TIMER);
    break;
  case EnablePassiveInitialization:
    PassiveInitialize =
        __builtin_va_arg(Arguments, PHW_PASSIVE_INITIALIZE_ROUTINE);
    *__builtin_va_arg(Arguments, PBOOLEAN) = TRUE;
    break;
  case InitializeDpc: {
    PSTOR_DPC Dpc = __builtin_va_arg(Arguments, PSTOR_DPC);
    Dpc->Lock = 0;
    KeInitializeDpc(&Dpc->Dpc,
                    (PKDEFERRED_ROUTINE) __builtin_va_arg(Arguments, PVOID),
                    Ext);
    break;
  }
  case IssueDpc: {
    PSTOR_DPC Dpc = __builtin_va_arg(Arguments, PSTOR_DPC);
    PVOID First = __builtin_va_arg(Arguments, PVOID);
    PVOID Second = __builtin_va_arg(Arguments, PVOID);
    *__builtin_va_arg(Arguments, PBOOLEAN) =
        KeInsertQueueDpc(&Dpc->Dpc, First, Second);
    break;
  }
  default:
    break;
  }
  __builtin_va_end(Arguments);
}

PVOID StorPortGetDeviceBase(PVOID Ext, INTERFACE_TYPE Bus, ULONG Number,
                            STOR_PHYSICAL_ADDRESS Address, ULONG Size,
                            BOOLEAN InIoSpace) {
  (void)Ext, (void)Bus, (void)Number, (void)Address, (void)Size;
  (void)InIoSpace;
  return FkRegisters;
}

VOID StorPortStallExecution(ULONG Microseconds) { (void)Microseconds; }
BOOLEAN StorPortPause(PVOID Ext, ULONG Seconds) {
  (void)Ext, (void)Seconds;
  return TRUE;
}
BOOLEAN StorPortResume(PVOID Ext) {
  (void)Ext;
  return TRUE;
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

static void findAdapter(void) {
  static ACCESS_RANGE Ranges[1] = {{.RangeLength = sizeof(FkRegisters)}};
  HW_FIND_ADAPTER *Find = (HW_FIND_ADAPTER *)Miniport.HwFindAdapter;
  BOOLEAN Again = FALSE;
  ULONG Result;
  RtlZeroMemory(&Config, sizeof(Config));
  Config.NumberOfAccessRanges = 1;
  Config.AccessRanges = (PVOID)Ranges;
  PVOID Found = calloc(1, Miniport.DeviceExtensionSize);
  WITHOUT(PASSIVE_LEVEL, "HwFindAdapter",
          Result = Find(Found, NULL, NULL, NULL, &Config, &Again));
  if (Result == SP_RETURN_FOUND)
    Extension = Found;
}

static void initialize(void) {
  WITH(&Interrupt, FkDirql, "HwInitialize", Miniport.HwInitialize(Extension));
  if (PassiveInitialize)
    WITHOUT(PASSIVE_LEVEL, "HwPassiveInitialize", PassiveInitialize(Extension));
}

static void request(UCHAR Function) {
  struct request *R = calloc(1, sizeof(*R));
  BOOLEAN Ready;
  R->Srb.Length = sizeof(R->Srb);
  R->Srb.Function = Function;
  R->Srb.SrbExtension = calloc(1, Miniport.SrbExtensionSize);
  WITHOUT(PASSIVE_LEVEL, "HwBuildIo",
          Ready = Miniport.HwBuildIo(Extension, &R->Srb));
  if (Ready)
    WITH(&StartIo, DISPATCH_LEVEL, "HwStartIo",
         Miniport.HwStartIo(Extension, &R->Srb));
}

static void control(SCSI_ADAPTER_CONTROL_TYPE Type) {
  enum { Types = 5 };
  PSCSI_SUPPORTED_CONTROL_TYPE_LIST List = calloc(1, sizeof(*List) + Types);
  List->MaxControlType = Types;
  WITHOUT(PASSIVE_LEVEL, "HwAdapterControl",
          Miniport.HwAdapterControl(Extension, Type, List));
  free(List);
}

BOOLEAN fkStorPortStep(const char *Name, const ULONG *N, ULONG Count) {
  (void)Count;
  if (!Miniport.HwFindAdapter)
    return FALSE;
  if (fkIs(Name, "find")) {
    findAdapter();
  } else if (!Extension) {
    fkFound("no adapter was found before the step %s", Name);
  } else if (fkIs(Name, "init")) {
    initialize();
  } else if (fkIs(Name, "io")) {
    request((UCHAR)N[0]);
  } else if (fkIs(Name, "isr")) {
    WITH(&Interrupt, FkDirql, "HwInterrupt", Miniport.HwInterrupt(Extension));
  } else if (fkIs(Name, "msi")) {
    if (Config.HwMSInterruptRoutine)
      WITH(&Message[N[0] % MaxMessages], FkDirql, "HwMSInterruptRoutine",
           Config.HwMSInterruptRoutine(Extension, N[0]));
  } else if (fkIs(Name, "timer")) {
    if (Timer)
      WITH(&StartIo, DISPATCH_LEVEL, "HwTimer", Timer(Extension));
  } else if (fkIs(Name, "reset")) {
    WITH(&StartIo, DISPATCH_LEVEL, "HwResetBus",
         Miniport.HwResetBus(Extension, N[0]));
  } else if (fkIs(Name, "control")) {
    control((SCSI_ADAPTER_CONTROL_TYPE)N[0]);
  } else if (fkIs(Name, "busy")) {
    FkTriesFail = TRUE;
  } else if (fkIs(Name, "settle")) {
    FkTriesFail = FALSE;
  } else {
    return FALSE;
  }
  return TRUE;
}
