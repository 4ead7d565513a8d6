// A dispatch routine that holds a plain spin lock, the cancel spin lock and a
// queued spin lock. What it does wrong are two lines of a test, which say what
// the test's selection of rules reports of it:
//
//   READ_ROUTINE
//     LEAVE_EARLY     // with all three locks, unless SOUND
//     RELEASE_AGAIN   // the plain one, unless SOUND
//   END
#include <ntddk.h>
static KSPIN_LOCK Lock, Queued;
ULONG Count;

#define RELEASE_ALL                                                            \
  KeReleaseInStackQueuedSpinLock(&Handle);                                     \
  IoReleaseCancelSpinLock(Other);                                              \
  KeReleaseSpinLock(&Lock, Irql);

#ifdef SOUND
#define RELEASE_EARLY RELEASE_ALL
#define RELEASE_AGAIN
#else
#define RELEASE_EARLY
#define RELEASE_AGAIN                                                          \
  if (Count == 4)                                                              \
    KeReleaseSpinLock(&Lock, Irql);
#endif

#define READ_ROUTINE                                                           \
  static NTSTATUS NTAPI Read(PDEVICE_OBJECT Device, PIRP Irp) {                \
    KLOCK_QUEUE_HANDLE Handle;                                                 \
    KIRQL Irql, Other;                                                         \
    KeAcquireSpinLock(&Lock, &Irql);                                           \
    IoAcquireCancelSpinLock(&Other);                                           \
    KeAcquireInStackQueuedSpinLock(&Queued, &Handle);

#define LEAVE_EARLY                                                            \
  if (Count == 3) {                                                            \
    DbgPrint("early\n");                                                       \
    RELEASE_EARLY                                                              \
    return STATUS_UNSUCCESSFUL;                                                \
  }                                                                            \
  RELEASE_ALL

#define END                                                                    \
  return STATUS_SUCCESS;                                                       \
  }                                                                            \
  NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path) {    \
    Driver->MajorFunction[IRP_MJ_READ] = Read;                                 \
    return STATUS_SUCCESS;                                                     \
  }
