// RUN: %verify --flags="-target i686-w64-mingw32" %s
// Two locks on x86; each gets the other's IRQL back.
typedef unsigned long KSPIN_LOCK;
#define FASTCALL __attribute__((fastcall, dllimport))
FASTCALL unsigned char KfAcquireSpinLock(KSPIN_LOCK *Lock);
FASTCALL void KfReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
static KSPIN_LOCK First, Second;
#ifdef SOUND
#define SWAP(A, B) A
#else
#define SWAP(A, B) B
#endif
__attribute__((stdcall)) int DriverEntry(void *Driver, void *Path) {
  unsigned char A = KfAcquireSpinLock(&First);
  unsigned char B = KfAcquireSpinLock(&Second);
  KfReleaseSpinLock(&Second, SWAP(B, A)); // DEFECT: wrong-irql-restored LOCK: Second
  KfReleaseSpinLock(&First, SWAP(A, B));  // DEFECT: wrong-irql-restored LOCK: First
  return 0;
}
