// REQUIRES: mingw-ddk
// RUN: %verify-mingw --rules=ndis:SpinLockBalanced %s
// As many releases as acquires of each lock: the halt handler takes two locks
// and gives one of them back. What it does in between is for other rules.
#include "Inputs/ddk-ndis.h"
typedef struct _ADAPTER {
  NDIS_SPIN_LOCK SendLock;
  NDIS_SPIN_LOCK ReceiveLock; // after SendLock
  BOOLEAN Halting;
  ULONG Pending;
} ADAPTER, *PADAPTER;

static VOID NTAPI Halt(NDIS_HANDLE Context) {
  PADAPTER Adapter = Context;
  NdisAcquireSpinLock(&Adapter->SendLock);
  NdisDprAcquireSpinLock(&Adapter->ReceiveLock);
  Adapter->Halting = TRUE;
#ifdef SOUND
  NdisDprReleaseSpinLock(&Adapter->ReceiveLock);
#endif
  NdisReleaseSpinLock(&Adapter->SendLock);
} // DEFECT: held-at-exit

static VOID NTAPI ReturnPacket(NDIS_HANDLE Context, PNDIS_PACKET Packet) {
  PADAPTER Adapter = Context;
  NdisAcquireSpinLock(&Adapter->ReceiveLock);
  Adapter->Pending--;
  NdisReleaseSpinLock(&Adapter->ReceiveLock);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  NDIS_MINIPORT_CHARACTERISTICS Miniport = {5, 1};
  NDIS_HANDLE Wrapper;
  NdisMInitializeWrapper(&Wrapper, Driver, Path, NULL);
  Miniport.HaltHandler = Halt;
  Miniport.ReturnPacketHandler = ReturnPacket;
  return NdisMRegisterMiniport(Wrapper, &Miniport, sizeof(Miniport));
}
