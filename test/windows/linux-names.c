// REQUIRES: mingw-ddk
// RUN: %verify-mingw %s
// A driver that was ported has functions of its own of names that Linux has:
// bit_spin_lock polls a flag, whose holder may wait. (Where it takes a lock of
// the executive, it may not.)
#include <ntddk.h>
static FAST_MUTEX Mutex;
static volatile LONG Flags;
static KSPIN_LOCK CountLock;
static ULONG Count;
#ifdef SOUND
static inline void bit_spin_lock(int Bit, volatile LONG *Word) {
  while (InterlockedOr(Word, 1 << Bit) & (1 << Bit))
    ;
}
static inline void bit_spin_unlock(int Bit, volatile LONG *Word) { InterlockedAnd(Word, ~(1 << Bit)); }
#else
static KSPIN_LOCK Spin;
static KIRQL Irql;
static inline void bit_spin_lock(int Bit, volatile LONG *Word) { KeAcquireSpinLock(&Spin, &Irql); }
static inline void bit_spin_unlock(int Bit, volatile LONG *Word) { KeReleaseSpinLock(&Spin, Irql); }
#endif
static NTSTATUS NTAPI Write(PDEVICE_OBJECT Device, PIRP Irp) {
  KIRQL Old;
  KeAcquireSpinLock(&CountLock, &Old);
  Count++;
  KeReleaseSpinLock(&CountLock, Old);
  bit_spin_lock(1, &Flags);
  ExAcquireFastMutex(&Mutex); // DEFECT: blocking-while-held
  ExReleaseFastMutex(&Mutex);
  bit_spin_unlock(1, &Flags);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {
  Driver->MajorFunction[IRP_MJ_WRITE] = Write;
  return STATUS_SUCCESS;
}
