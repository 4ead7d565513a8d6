// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Two nested acquires save to one variable: the outer value is lost.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
#ifdef SOUND
#define INNER B
#else
#define INNER A
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL A, B;
  KeAcquireSpinLock(&First, &A);
  KeAcquireSpinLock(&Second, &INNER);
  KeReleaseSpinLock(&Second, INNER);
  KeReleaseSpinLock(&First, A); // DEFECT: wrong-irql-restored LOCK: First
  return STATUS_SUCCESS;
}
