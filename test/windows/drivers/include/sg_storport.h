// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Minimal Storport declarations for the test miniports, written from the public
// documentation: names, order and sizes of what they use are those of the real
// header, everything else is left out. The header of the free tool chain has no
// lock interface and does not compile next to ntddk.h.

#ifndef SG_TEST_STORPORT_H
#define SG_TEST_STORPORT_H

#include <ntddk.h>

#define SRB_FUNCTION_EXECUTE_SCSI 0x00
#define SRB_FUNCTION_IO_CONTROL 0x02
#define SRB_FUNCTION_SHUTDOWN 0x07
#define SRB_FUNCTION_FLUSH 0x08
#define SRB_FUNCTION_RESET_BUS 0x12
#define SRB_FUNCTION_RESET_DEVICE 0x13
#define SRB_FUNCTION_PNP 0x25

#define SRB_STATUS_PENDING 0x00
#define SRB_STATUS_SUCCESS 0x01
#define SRB_STATUS_ABORTED 0x02
#define SRB_STATUS_ERROR 0x04
#define SRB_STATUS_BUSY 0x05
#define SRB_STATUS_INVALID_REQUEST 0x06
#define SRB_STATUS_TIMEOUT 0x09
#define SRB_STATUS_BUS_RESET 0x0E

#define SP_RETURN_NOT_FOUND 0
#define SP_RETURN_FOUND 1
#define SP_RETURN_ERROR 2
#define SP_UNTAGGED ((UCHAR)~0)

#define STOR_STATUS_SUCCESS 0x00000000L
#define STOR_MAP_NO_BUFFERS 0

typedef PHYSICAL_ADDRESS STOR_PHYSICAL_ADDRESS;

typedef struct _ACCESS_RANGE {
  STOR_PHYSICAL_ADDRESS RangeStart;
  ULONG RangeLength;
  BOOLEAN RangeInMemory;
} ACCESS_RANGE, *PACCESS_RANGE;

typedef struct _SCSI_REQUEST_BLOCK {
  USHORT Length;
  UCHAR Function;
  UCHAR SrbStatus;
  UCHAR ScsiStatus;
  UCHAR PathId;
  UCHAR TargetId;
  UCHAR Lun;
  UCHAR QueueTag;
  UCHAR QueueAction;
  UCHAR CdbLength;
  UCHAR SenseInfoBufferLength;
  ULONG SrbFlags;
  ULONG DataTransferLength;
  ULONG TimeOutValue;
  PVOID DataBuffer;
  PVOID SenseInfoBuffer;
  struct _SCSI_REQUEST_BLOCK *NextSrb;
  PVOID OriginalRequest;
  PVOID SrbExtension;
  union {
    ULONG InternalStatus;
    ULONG QueueSortKey;
    ULONG LinkTimeoutValue;
  };
  ULONG Reserved;
  UCHAR Cdb[16];
} SCSI_REQUEST_BLOCK, *PSCSI_REQUEST_BLOCK;

typedef enum _STOR_SYNCHRONIZATION_MODEL {
  StorSynchronizeHalfDuplex,
  StorSynchronizeFullDuplex
} STOR_SYNCHRONIZATION_MODEL;

typedef enum _INTERRUPT_SYNCHRONIZATION_MODE {
  InterruptSupportNone,
  InterruptSynchronizeAll,
  InterruptSynchronizePerMessage
} INTERRUPT_SYNCHRONIZATION_MODE;

typedef enum _SCSI_ADAPTER_CONTROL_TYPE {
  ScsiQuerySupportedControlTypes = 0,
  ScsiStopAdapter,
  ScsiRestartAdapter,
  ScsiSetBootConfig,
  ScsiSetRunningConfig
} SCSI_ADAPTER_CONTROL_TYPE;

typedef enum _SCSI_ADAPTER_CONTROL_STATUS {
  ScsiAdapterControlSuccess = 0,
  ScsiAdapterControlUnsuccessful
} SCSI_ADAPTER_CONTROL_STATUS;

typedef struct _SCSI_SUPPORTED_CONTROL_TYPE_LIST {
  ULONG MaxControlType;
  BOOLEAN SupportedTypeList[0];
} SCSI_SUPPORTED_CONTROL_TYPE_LIST, *PSCSI_SUPPORTED_CONTROL_TYPE_LIST;

typedef struct _PORT_CONFIGURATION_INFORMATION PORT_CONFIGURATION_INFORMATION,
    *PPORT_CONFIGURATION_INFORMATION;

/* ---- routines of a miniport --------------------------------------------- */

typedef struct _STOR_DPC {
  KDPC Dpc;
  ULONG_PTR Lock;
} STOR_DPC, *PSTOR_DPC;

typedef BOOLEAN HW_INITIALIZE(PVOID DeviceExtension);
typedef BOOLEAN HW_BUILDIO(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb);
typedef BOOLEAN HW_STARTIO(PVOID DeviceExtension, PSCSI_REQUEST_BLOCK Srb);
typedef BOOLEAN HW_INTERRUPT(PVOID DeviceExtension);
typedef BOOLEAN HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE(PVOID DeviceExtension,
                                                      ULONG MessageId);
typedef VOID HW_TIMER(PVOID DeviceExtension);
typedef VOID HW_DMA_STARTED(PVOID DeviceExtension);
typedef VOID HW_DPC_ROUTINE(PSTOR_DPC Dpc, PVOID HwDeviceExtension,
                            PVOID SystemArgument1, PVOID SystemArgument2);
typedef BOOLEAN HW_PASSIVE_INITIALIZE_ROUTINE(PVOID DeviceExtension);
typedef ULONG HW_FIND_ADAPTER(PVOID DeviceExtension, PVOID HwContext,
                              PVOID BusInformation, PCHAR ArgumentString,
                              PPORT_CONFIGURATION_INFORMATION ConfigInfo,
                              PBOOLEAN Again);
typedef BOOLEAN HW_RESET_BUS(PVOID DeviceExtension, ULONG PathId);
typedef BOOLEAN HW_ADAPTER_STATE(PVOID DeviceExtension, PVOID Context,
                                 BOOLEAN SaveState);
typedef SCSI_ADAPTER_CONTROL_STATUS
HW_ADAPTER_CONTROL(PVOID DeviceExtension, SCSI_ADAPTER_CONTROL_TYPE ControlType,
                   PVOID Parameters);
typedef BOOLEAN STOR_SYNCHRONIZED_ACCESS(PVOID HwDeviceExtension,
                                         PVOID Context);

typedef HW_INITIALIZE *PHW_INITIALIZE;
typedef HW_BUILDIO *PHW_BUILDIO;
typedef HW_STARTIO *PHW_STARTIO;
typedef HW_INTERRUPT *PHW_INTERRUPT;
typedef HW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE
    *PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE;
typedef HW_TIMER *PHW_TIMER;
typedef HW_DMA_STARTED *PHW_DMA_STARTED;
typedef HW_DPC_ROUTINE *PHW_DPC_ROUTINE;
typedef HW_PASSIVE_INITIALIZE_ROUTINE *PHW_PASSIVE_INITIALIZE_ROUTINE;
typedef HW_RESET_BUS *PHW_RESET_BUS;
typedef HW_ADAPTER_STATE *PHW_ADAPTER_STATE;
typedef HW_ADAPTER_CONTROL *PHW_ADAPTER_CONTROL;
typedef STOR_SYNCHRONIZED_ACCESS *PSTOR_SYNCHRONIZED_ACCESS;

/* The first part of the real structure, up to and including the member that
 * sets the interrupt synchronisation. */
struct _PORT_CONFIGURATION_INFORMATION {
  ULONG Length;
  ULONG SystemIoBusNumber;
  INTERFACE_TYPE AdapterInterfaceType;
  ULONG BusInterruptLevel;
  ULONG BusInterruptVector;
  KINTERRUPT_MODE InterruptMode;
  ULONG MaximumTransferLength;
  ULONG NumberOfPhysicalBreaks;
  ULONG DmaChannel;
  ULONG DmaPort;
  DMA_WIDTH DmaWidth;
  DMA_SPEED DmaSpeed;
  ULONG AlignmentMask;
  ULONG NumberOfAccessRanges;
  ACCESS_RANGE (*AccessRanges)[];
  PVOID MiniportDumpData;
  UCHAR NumberOfBuses;
  CCHAR InitiatorBusId[8];
  BOOLEAN ScatterGather;
  BOOLEAN Master;
  BOOLEAN CachesData;
  BOOLEAN AdapterScansDown;
  BOOLEAN AtdiskPrimaryClaimed;
  BOOLEAN AtdiskSecondaryClaimed;
  BOOLEAN Dma32BitAddresses;
  BOOLEAN DemandMode;
  UCHAR MapBuffers;
  BOOLEAN NeedPhysicalAddresses;
  BOOLEAN TaggedQueuing;
  BOOLEAN AutoRequestSense;
  BOOLEAN MultipleRequestPerLu;
  BOOLEAN ReceiveEvent;
  BOOLEAN RealModeInitialized;
  BOOLEAN BufferAccessScsiPortControlled;
  UCHAR MaximumNumberOfTargets;
  UCHAR SrbType;
  UCHAR AddressType;
  ULONG SlotNumber;
  ULONG BusInterruptLevel2;
  ULONG BusInterruptVector2;
  KINTERRUPT_MODE InterruptMode2;
  ULONG DmaChannel2;
  ULONG DmaPort2;
  DMA_WIDTH DmaWidth2;
  DMA_SPEED DmaSpeed2;
  ULONG DeviceExtensionSize;
  ULONG SpecificLuExtensionSize;
  ULONG SrbExtensionSize;
  UCHAR Dma64BitAddresses;
  BOOLEAN ResetTargetSupported;
  UCHAR MaximumNumberOfLogicalUnits;
  BOOLEAN WmiDataProvider;
  STOR_SYNCHRONIZATION_MODEL SynchronizationModel;
  PHW_MESSAGE_SIGNALED_INTERRUPT_ROUTINE HwMSInterruptRoutine;
  INTERRUPT_SYNCHRONIZATION_MODE InterruptSynchronizationMode;
};

typedef struct _HW_INITIALIZATION_DATA {
  ULONG HwInitializationDataSize;
  INTERFACE_TYPE AdapterInterfaceType;
  PHW_INITIALIZE HwInitialize;
  PHW_STARTIO HwStartIo;
  PHW_INTERRUPT HwInterrupt;
  PVOID HwFindAdapter;
  PHW_RESET_BUS HwResetBus;
  PHW_DMA_STARTED HwDmaStarted;
  PHW_ADAPTER_STATE HwAdapterState;
  ULONG DeviceExtensionSize;
  ULONG SpecificLuExtensionSize;
  ULONG SrbExtensionSize;
  ULONG NumberOfAccessRanges;
  PVOID Reserved;
  UCHAR MapBuffers;
  BOOLEAN NeedPhysicalAddresses;
  BOOLEAN TaggedQueuing;
  BOOLEAN AutoRequestSense;
  BOOLEAN MultipleRequestPerLu;
  BOOLEAN ReceiveEvent;
  USHORT VendorIdLength;
  PVOID VendorId;
  USHORT PortVersionFlags;
  USHORT DeviceIdLength;
  PVOID DeviceId;
  PHW_ADAPTER_CONTROL HwAdapterControl;
  PHW_BUILDIO HwBuildIo;
  PVOID HwFreeAdapterResources;
  PVOID HwProcessServiceRequest;
  PVOID HwCompleteServiceIrp;
  PVOID HwInitializeTracing;
  PVOID HwCleanupTracing;
  PVOID HwTracingEnabled;
  ULONG FeatureSupport;
  ULONG SrbTypeFlags;
  ULONG AddressTypeFlags;
  ULONG Reserved1;
  PVOID HwUnitControl;
} HW_INITIALIZATION_DATA, *PHW_INITIALIZATION_DATA;

/* ---- the port driver ---------------------------------------------------- */

typedef enum _STOR_SPINLOCK {
  DpcLock = 1,
  StartIoLock = 2,
  InterruptLock = 3
} STOR_SPINLOCK;

typedef struct _STOR_LOCK_HANDLE {
  STOR_SPINLOCK Lock;
  struct {
    struct {
      PVOID Next;
      PVOID Lock;
    } LockQueue;
    KIRQL OldIrql;
  } Context;
} STOR_LOCK_HANDLE, *PSTOR_LOCK_HANDLE;

typedef enum _SCSI_NOTIFICATION_TYPE {
  RequestComplete = 0,
  NextRequest = 1,
  NextLuRequest = 2,
  ResetDetected = 3,
  RequestTimerCall = 6,
  BusChangeDetected = 7,
  EnablePassiveInitialization = 0x1000,
  InitializeDpc = 0x1001,
  IssueDpc = 0x1002,
  AcquireSpinLock = 0x1003,
  ReleaseSpinLock = 0x1004
} SCSI_NOTIFICATION_TYPE;

typedef enum _STORPORT_FUNCTION_CODE {
  ExtFunctionAllocatePool = 0,
  ExtFunctionFreePool = 1,
  ExtFunctionAcquireMSISpinLock = 11,
  ExtFunctionReleaseMSISpinLock = 12
} STORPORT_FUNCTION_CODE;

#define STORPORT_API DECLSPEC_IMPORT

STORPORT_API ULONG StorPortInitialize(PVOID Argument1, PVOID Argument2,
                                      PHW_INITIALIZATION_DATA Data,
                                      PVOID HwContext);
STORPORT_API VOID StorPortNotification(SCSI_NOTIFICATION_TYPE NotificationType,
                                       PVOID HwDeviceExtension, ...);
STORPORT_API ULONG StorPortExtendedFunction(STORPORT_FUNCTION_CODE FunctionCode,
                                            PVOID HwDeviceExtension, ...);
STORPORT_API BOOLEAN StorPortSynchronizeAccess(
    PVOID HwDeviceExtension, PSTOR_SYNCHRONIZED_ACCESS Routine, PVOID Context);
STORPORT_API PVOID StorPortGetDeviceBase(
    PVOID HwDeviceExtension, INTERFACE_TYPE BusType, ULONG SystemIoBusNumber,
    STOR_PHYSICAL_ADDRESS IoAddress, ULONG NumberOfBytes, BOOLEAN InIoSpace);
STORPORT_API BOOLEAN StorPortPause(PVOID HwDeviceExtension, ULONG TimeOut);
STORPORT_API BOOLEAN StorPortResume(PVOID HwDeviceExtension);
STORPORT_API VOID StorPortStallExecution(ULONG Microseconds);

#define SG_STOR_INLINE static inline __attribute__((always_inline, unused))

SG_STOR_INLINE VOID StorPortAcquireSpinLock(PVOID DeviceExtension,
                                            STOR_SPINLOCK SpinLock,
                                            PVOID LockContext,
                                            PSTOR_LOCK_HANDLE LockHandle) {
  StorPortNotification(AcquireSpinLock, DeviceExtension, SpinLock, LockContext,
                       LockHandle);
}

SG_STOR_INLINE VOID StorPortReleaseSpinLock(PVOID DeviceExtension,
                                            PSTOR_LOCK_HANDLE LockHandle) {
  StorPortNotification(ReleaseSpinLock, DeviceExtension, LockHandle);
}

SG_STOR_INLINE VOID StorPortInitializeDpc(PVOID DeviceExtension, PSTOR_DPC Dpc,
                                          PHW_DPC_ROUTINE Routine) {
  StorPortNotification(InitializeDpc, DeviceExtension, Dpc, Routine);
}

SG_STOR_INLINE BOOLEAN StorPortIssueDpc(PVOID DeviceExtension, PSTOR_DPC Dpc,
                                        PVOID SystemArgument1,
                                        PVOID SystemArgument2) {
  BOOLEAN Queued = FALSE;

  StorPortNotification(IssueDpc, DeviceExtension, Dpc, SystemArgument1,
                       SystemArgument2, &Queued);
  return Queued;
}

SG_STOR_INLINE BOOLEAN StorPortEnablePassiveInitialization(
    PVOID DeviceExtension, PHW_PASSIVE_INITIALIZE_ROUTINE Routine) {
  BOOLEAN Enabled = FALSE;

  StorPortNotification(EnablePassiveInitialization, DeviceExtension, Routine,
                       &Enabled);
  return Enabled;
}

SG_STOR_INLINE ULONG StorPortAcquireMSISpinLock(PVOID HwDeviceExtension,
                                                ULONG MessageId,
                                                PULONG OldIrql) {
  return StorPortExtendedFunction(ExtFunctionAcquireMSISpinLock,
                                  HwDeviceExtension, MessageId, OldIrql);
}

SG_STOR_INLINE ULONG StorPortReleaseMSISpinLock(PVOID HwDeviceExtension,
                                                ULONG MessageId,
                                                ULONG OldIrql) {
  return StorPortExtendedFunction(ExtFunctionReleaseMSISpinLock,
                                  HwDeviceExtension, MessageId, OldIrql);
}

#endif
