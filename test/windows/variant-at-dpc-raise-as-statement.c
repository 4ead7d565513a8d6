// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// The headers of some kits read and write the level by statements of their own
// wording. The routine goes down again before it takes the lock.
#include <ntddk.h>
static KSPIN_LOCK Lock;
static ULONG Count;
#define ReadLevel(Level)                                                       \
  __asm__ __volatile__("movq %%cr8, %q[Read]" : [Read] "=r"(Level))
#define WriteLevel(Level)                                                      \
  __asm__ __volatile__("mov %0, %%cr8" : : "r"((ULONG64)(Level)) : "memory")
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  ULONG64 Old;
  ReadLevel(Old);
  WriteLevel(DISPATCH_LEVEL);
#ifndef SOUND
  WriteLevel(PASSIVE_LEVEL);
#endif
  KeAcquireSpinLockAtDpcLevel(&Lock); // DEFECT: wrong-variant LOCK: Lock
  Count++;
  KeReleaseSpinLockFromDpcLevel(&Lock);
#ifdef SOUND
  WriteLevel(Old);
#endif
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  KeInitializeSpinLock(&Lock);
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
