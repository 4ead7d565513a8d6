// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// Whether a mutex is waited for, or only tried, is for the caller to say: one
// that is called at DISPATCH_LEVEL must not wait.
#include <ntddk.h>
static KMUTEX Mutex;
static KSPIN_LOCK Lock;
static ULONG State, Count;

__attribute__((noinline)) static VOID SetState(ULONG New, BOOLEAN Wait) {
  LARGE_INTEGER Zero;
  NTSTATUS Status;
  Zero.QuadPart = 0;
  Status = KeWaitForSingleObject(&Mutex, Executive, KernelMode, FALSE, Wait ? NULL : &Zero); // DEFECT: blocking-while-held
  if (Status == STATUS_TIMEOUT)
    return;
  State = New;
  KeReleaseMutex(&Mutex, FALSE);
}

static VOID NTAPI Tick(PKDPC Dpc, PVOID Context, PVOID A, PVOID B) {
  KeAcquireSpinLockAtDpcLevel(&Lock);
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
#ifdef SOUND
  SetState(2, FALSE);
#else
  SetState(2, TRUE);
#endif
}

static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
  SetState(1, TRUE);
  return STATUS_SUCCESS;
}

static KDPC Dpc;
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  KeInitializeMutex(&Mutex, 0);
  KeInitializeDpc(&Dpc, Tick, NULL);
  Driver->MajorFunction[IRP_MJ_READ] = Read;
  return STATUS_SUCCESS;
}
