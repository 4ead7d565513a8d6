// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=ndis:SpinLockRelease %s
// A miniport's reset releases its lock in a helper that the timer calls as
// well, and the timer does not hold it.
#include "Inputs/ddk-ndis.h"
typedef struct _ADAPTER {
  NDIS_HANDLE Handle;
  NDIS_MINIPORT_TIMER Timer;
  NDIS_SPIN_LOCK Lock;
  ULONG Resets;
  BOOLEAN Stuck;
} ADAPTER, *PADAPTER;

static VOID Restart(PADAPTER Adapter) {
  Adapter->Stuck = FALSE;
  Adapter->Resets++;
  NdisReleaseSpinLock(&Adapter->Lock); // DEFECT: release-unheld
}

static NDIS_STATUS NTAPI Reset(PBOOLEAN AddressingReset, NDIS_HANDLE Context) {
  PADAPTER Adapter = Context;
  NdisAcquireSpinLock(&Adapter->Lock);
  Restart(Adapter);
  *AddressingReset = FALSE;
  return NDIS_STATUS_SUCCESS;
}

static VOID NTAPI Watch(PVOID Unused, PVOID Context, PVOID Argument2,
                        PVOID Argument3) {
  PADAPTER Adapter = Context;
  if (!Adapter->Stuck)
    return;
#ifdef SOUND
  NdisAcquireSpinLock(&Adapter->Lock);
#endif
  Restart(Adapter);
}

static NDIS_STATUS NTAPI Initialize(PNDIS_STATUS OpenError, PUINT Medium,
                                    PNDIS_MEDIUM Media, UINT Count,
                                    NDIS_HANDLE Handle, NDIS_HANDLE Wrapper) {
  PADAPTER Adapter;
  NDIS_STATUS Status =
      NdisAllocateMemoryWithTag((PVOID *)&Adapter, sizeof(*Adapter), 'dapA');
  if (Status != NDIS_STATUS_SUCCESS)
    return Status;
  NdisAllocateSpinLock(&Adapter->Lock);
  NdisMInitializeTimer(&Adapter->Timer, Handle, Watch, Adapter);
  *Medium = 0;
  return NDIS_STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  NDIS_MINIPORT_CHARACTERISTICS Miniport = {5, 1};
  NDIS_HANDLE Wrapper;
  NdisMInitializeWrapper(&Wrapper, Driver, Path, NULL);
  Miniport.InitializeHandler = Initialize;
  Miniport.ResetHandler = Reset;
  return NdisMRegisterMiniport(Wrapper, &Miniport, sizeof(Miniport));
}
