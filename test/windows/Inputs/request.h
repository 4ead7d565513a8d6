// A driver with one dispatch routine, for tests of what becomes of a request:
//
//   static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) { ... }
//   ENTRY
#include <ntddk.h>
static KSPIN_LOCK Lock;
ULONG Pending;

#define ENTRY                                                                  \
  NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {    \
    KeInitializeSpinLock(&Lock);                                               \
    Driver->MajorFunction[IRP_MJ_READ] = Read;                                 \
    return STATUS_SUCCESS;                                                     \
  }
