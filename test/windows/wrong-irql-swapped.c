// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Each lock gets the other one's IRQL back.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
#ifdef SOUND
#define SWAP(A, B) A
#else
#define SWAP(A, B) B
#endif
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL A, B;
  KeAcquireSpinLock(&First, &A);
  KeAcquireSpinLock(&Second, &B);
  KeReleaseSpinLock(&Second, SWAP(B, A)); // DEFECT: wrong-irql-restored LOCK: Second
  KeReleaseSpinLock(&First, SWAP(A, B));  // DEFECT: wrong-irql-restored LOCK: First
  return STATUS_SUCCESS;
}
