// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A routine of type DRIVER_CANCEL is called with the cancel lock held and
// releases it, whoever calls it; one of another type does not.
#include <ntddk.h>

typedef VOID(NTAPI *PLAIN)(PDEVICE_OBJECT, PIRP);

#ifdef SOUND
VOID NTAPI FlushIrp(PDEVICE_OBJECT Device, PIRP Irp, PDRIVER_CANCEL Routine);
VOID NTAPI FlushIrp(PDEVICE_OBJECT Device, PIRP Irp, PDRIVER_CANCEL Routine)
#else
VOID NTAPI FlushIrp(PDEVICE_OBJECT Device, PIRP Irp, PLAIN Routine);
VOID NTAPI FlushIrp(PDEVICE_OBJECT Device, PIRP Irp, PLAIN Routine)
#endif
{
  if (Irp->Cancel) {
    IoAcquireCancelSpinLock(&Irp->CancelIrql);
    Routine(Device, Irp);
  }
  Irp->PendingReturned = FALSE;
} // DEFECT: inconsistent-exit
