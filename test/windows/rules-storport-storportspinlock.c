// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=storport:StorPortSpinLock --flags=-I%drivers/include %s
// The locks of the port driver. A DPC leaves with the StartIo lock when it
// finds nothing to do; StartIo, which is called with that lock, takes it.
#include "sg_storport.h"
typedef struct _ADAPTER {
  STOR_DPC Dpc;
  PSCSI_REQUEST_BLOCK Done;
  ULONG Submitted;
} ADAPTER, *PADAPTER;

static VOID Drain(PSTOR_DPC Dpc, PVOID Extension, PVOID Argument1,
                  PVOID Argument2) {
  PADAPTER Adapter = Extension;
  PSCSI_REQUEST_BLOCK Srb;
  STOR_LOCK_HANDLE Handle;
  StorPortAcquireSpinLock(Extension, StartIoLock, NULL, &Handle);
  Srb = Adapter->Done;
#ifndef SOUND
  if (Srb == NULL)
    return; // DEFECT: held-at-exit
#endif
  Adapter->Done = NULL;
  StorPortReleaseSpinLock(Extension, &Handle);
  while (Srb != NULL) {
    PSCSI_REQUEST_BLOCK Next = Srb->NextSrb;
    Srb->SrbStatus = SRB_STATUS_SUCCESS;
    StorPortNotification(RequestComplete, Extension, Srb);
    Srb = Next;
  }
}

static VOID Submit(PADAPTER Adapter, BOOLEAN FromStartIo) {
  STOR_LOCK_HANDLE Handle;
#ifdef SOUND
  if (!FromStartIo)
#endif
    StorPortAcquireSpinLock(Adapter, StartIoLock, NULL, &Handle); // DEFECT: double-acquire
  Adapter->Submitted++;
#ifdef SOUND
  if (!FromStartIo)
#endif
    StorPortReleaseSpinLock(Adapter, &Handle);
}

static BOOLEAN BuildIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  if (Srb->Function == SRB_FUNCTION_FLUSH)
    Submit(Extension, FALSE);
  return TRUE;
}

static BOOLEAN StartIo(PVOID Extension, PSCSI_REQUEST_BLOCK Srb) {
  Submit(Extension, TRUE);
  return TRUE;
}

static BOOLEAN Interrupt(PVOID Extension) {
  PADAPTER Adapter = Extension;
  StorPortNotification(IssueDpc, Extension, &Adapter->Dpc, NULL, NULL, NULL);
  return TRUE;
}

static BOOLEAN PassiveInitialize(PVOID Extension) {
  PADAPTER Adapter = Extension;
  StorPortInitializeDpc(Extension, &Adapter->Dpc, Drain);
  return TRUE;
}

static BOOLEAN Initialize(PVOID Extension) {
  StorPortNotification(EnablePassiveInitialization, Extension,
                       PassiveInitialize, NULL);
  return TRUE;
}

ULONG DriverEntry(PVOID Driver, PVOID Path) {
  HW_INITIALIZATION_DATA Data = {sizeof(Data)};
  Data.HwInitialize = Initialize;
  Data.HwBuildIo = BuildIo;
  Data.HwStartIo = StartIo;
  Data.HwInterrupt = Interrupt;
  Data.DeviceExtensionSize = sizeof(ADAPTER);
  return StorPortInitialize(Driver, Path, &Data, NULL);
}
