// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The value goes by parameter into a helper that releases.
#include <ntddk.h>
static KSPIN_LOCK First, Second;
ULONG Count;
#ifdef SOUND
#define VALUE B
#else
#define VALUE A
#endif
__attribute__((noinline)) static VOID Leave(KIRQL Irql) {
  Count++;
  KeReleaseSpinLock(&Second, Irql);
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KIRQL A, B;
  KeAcquireSpinLock(&First, &A);
  KeAcquireSpinLock(&Second, &B);
  Leave(VALUE); // DEFECT: wrong-irql-restored LOCK: Second
  KeReleaseSpinLock(&First, A);
  return STATUS_SUCCESS;
}
