// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// An object goes back to the pool with its lock held.
#include <ntddk.h>
typedef struct { ULONG Count; KSPIN_LOCK Lock; } OBJECT;
static OBJECT *Object;
static VOID NTAPI Unload(PDRIVER_OBJECT Driver) {
  OBJECT *O = Object;
  KIRQL Irql;
  KeAcquireSpinLock(&O->Lock, &Irql);
  O->Count = 0;
#ifdef SOUND
  KeReleaseSpinLock(&O->Lock, Irql);
  ExFreePoolWithTag(O, 'gniS');
#else
  ExFreePoolWithTag(O, 'gniS'); // DEFECT: lock-lifetime LOCK: O->Lock
  KeLowerIrql(Irql);
#endif
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  OBJECT *O = ExAllocatePoolWithTag(NonPagedPool, sizeof(*O), 'gniS');
  if (!O)
    return STATUS_INSUFFICIENT_RESOURCES;
  KeInitializeSpinLock(&O->Lock);
  Object = O;
  Driver->DriverUnload = Unload;
  return STATUS_SUCCESS;
}
