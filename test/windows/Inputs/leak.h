// The body of a routine that leaks a lock on one path, for tests of how its role
// is found:
//
//   static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {
//     MAY_LEAK(STATUS_SUCCESS) // DEFECT: held-at-exit LOCK: Lock
//   }
//
// MAY_LEAK_AT_DPC is for routines that run at DISPATCH_LEVEL or above.
#include <ntddk.h>
static KSPIN_LOCK Lock, IsrLock;
ULONG Count;

#ifdef SOUND
#define RELEASE_EARLY(RELEASE) RELEASE;
#else
#define RELEASE_EARLY(RELEASE)
#endif

#define LEAK_BETWEEN(ACQUIRE, RELEASE, ...)                                    \
  ACQUIRE;                                                                     \
  if (Count == 3) {                                                            \
    RELEASE_EARLY(RELEASE)                                                     \
    DbgPrint("early\n");                                                       \
    return __VA_ARGS__;                                                        \
  }                                                                            \
  Count++;                                                                     \
  RELEASE;                                                                     \
  return __VA_ARGS__;

#define MAY_LEAK(...)                                                          \
  KIRQL Irql;                                                                  \
  LEAK_BETWEEN(KeAcquireSpinLock(&Lock, &Irql),                                \
               KeReleaseSpinLock(&Lock, Irql), __VA_ARGS__)

#define MAY_LEAK_AT_DPC(...)                                                   \
  LEAK_BETWEEN(KeAcquireSpinLockAtDpcLevel(&Lock),                             \
               KeReleaseSpinLockFromDpcLevel(&Lock), __VA_ARGS__)

// Another lock: one that a DPC takes, too, would be unsafe.
#define MAY_LEAK_IN_ISR(...)                                                   \
  LEAK_BETWEEN(KeAcquireSpinLockAtDpcLevel(&IsrLock),                          \
               KeReleaseSpinLockFromDpcLevel(&IsrLock), __VA_ARGS__)
