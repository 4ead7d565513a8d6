// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:StorPortMSILock --flags=-I%drivers/include %s
// One lock for each message. BuildIo releases the lock of another message than
// the one it took; a message routine, which is called with its own lock, takes
// it.
#include "sg_storport.h"
typedef struct _ADAPTER {
  ULONG Completions[4];
  ULONG Errors;
} ADAPTER, *PADAPTER;

static BOOLEAN Message(PVOID Extension, ULONG MessageId) {
  PADAPTER Adapter = Extension;
#ifndef SOUND
  ULONG Irql;
  StorPortAcquireMSISpinLock(Extension, MessageId, &Irql); // DEFECT: double-acquire
#endif
  if (MessageId < 4)
    Adapter->Completions[MessageId]++;
#ifndef SOUND
  StorPortReleaseMSISpinLock(Extension, MessageId, Irql);
#endif
  return TRUE;
}

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  PADAPTER Adapter = Extension;
  ULONG Irql;
  StorPortAcquireMSISpinLock(Extension, 2, &Irql);
  Adapter->Completions[2] = 0;
#ifdef SOUND
  StorPortReleaseMSISpinLock(Extension, 2, Irql);
  return TRUE;
#else
  StorPortReleaseMSISpinLock(Extension, 3, Irql); // DEFECT: release-unheld
  return TRUE; // DEFECT: held-at-exit
#endif
}

static ULONG FindAdapter(PVOID Extension, PVOID HwContext, PVOID Bus,
                         PCHAR Arguments,
                         PPORT_CONFIGURATION_INFORMATION Configuration,
                         PBOOLEAN Again) {
  Configuration->HwMSInterruptRoutine = Message;
  Configuration->InterruptSynchronizationMode = InterruptSynchronizePerMessage;
  return SP_RETURN_FOUND;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwFindAdapter = FindAdapter;
  Data.HwBuildIo = BuildIo;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
