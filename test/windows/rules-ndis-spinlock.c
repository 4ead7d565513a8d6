// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=ndis:SpinLock %s
// A miniport with the real header. A query for a statistic that it does not
// keep returns with the lock; sending counts a packet that does not fit by a
// function that takes the lock.
#include "Inputs/ddk-ndis.h"
#define RING 64
typedef struct _ADAPTER {
  NDIS_HANDLE Handle;
  NDIS_SPIN_LOCK Lock; // what follows
  PNDIS_PACKET Ring[RING];
  UINT Head, Used;
  ULONG Sent, Dropped;
} ADAPTER, *PADAPTER;

static VOID CountDrop(PADAPTER Adapter) {
#ifndef SOUND
  NdisAcquireSpinLock(&Adapter->Lock); // DEFECT: double-acquire
#endif
  Adapter->Dropped++;
#ifndef SOUND
  NdisReleaseSpinLock(&Adapter->Lock);
#endif
}

static VOID NTAPI SendPackets(NDIS_HANDLE Context, PPNDIS_PACKET Packets,
                              UINT Count) {
  PADAPTER Adapter = Context;
  UINT I;
  NdisAcquireSpinLock(&Adapter->Lock);
  for (I = 0; I < Count; I++) {
    if (Adapter->Used == RING) {
      CountDrop(Adapter);
      continue;
    }
    Adapter->Ring[(Adapter->Head + Adapter->Used++) % RING] = Packets[I];
    Adapter->Sent++;
  }
  NdisReleaseSpinLock(&Adapter->Lock);
}

static NDIS_STATUS NTAPI QueryInformation(NDIS_HANDLE Context, NDIS_OID Oid,
                                          PVOID Buffer, ULONG Length,
                                          PULONG Written, PULONG Needed) {
  PADAPTER Adapter = Context;
  if (Length < sizeof(ULONG)) {
    *Needed = sizeof(ULONG);
    return NDIS_STATUS_INVALID_LENGTH;
  }
  NdisAcquireSpinLock(&Adapter->Lock);
  switch (Oid) {
  case OID_GEN_XMIT_OK:
    *(PULONG)Buffer = Adapter->Sent;
    break;
  case OID_GEN_XMIT_ERROR:
    *(PULONG)Buffer = Adapter->Dropped;
    break;
  default:
#ifdef SOUND
    NdisReleaseSpinLock(&Adapter->Lock);
#endif
    return NDIS_STATUS_NOT_SUPPORTED; // DEFECT: held-at-exit
  }
  NdisReleaseSpinLock(&Adapter->Lock);
  *Written = sizeof(ULONG);
  return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS NTAPI Initialize(PNDIS_STATUS OpenError, PUINT Medium,
                                    PNDIS_MEDIUM Media, UINT Count,
                                    NDIS_HANDLE Handle, NDIS_HANDLE Wrapper) {
  PADAPTER Adapter;
  NDIS_STATUS Status =
      NdisAllocateMemoryWithTag((PVOID *)&Adapter, sizeof(*Adapter), 'dapA');
  if (Status != NDIS_STATUS_SUCCESS)
    return Status;
  Adapter->Handle = Handle;
  NdisAllocateSpinLock(&Adapter->Lock);
  *Medium = 0;
  return NDIS_STATUS_SUCCESS;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  NDIS_MINIPORT_CHARACTERISTICS Miniport = {5, 1};
  NDIS_HANDLE Wrapper;
  NdisMInitializeWrapper(&Wrapper, Driver, Path, NULL);
  Miniport.InitializeHandler = Initialize;
  Miniport.QueryInformationHandler = QueryInformation;
  Miniport.SendPacketsHandler = SendPackets;
  return NdisMRegisterMiniport(Wrapper, &Miniport, sizeof(Miniport));
}
