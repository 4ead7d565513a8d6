// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The variant for file systems.
typedef unsigned long long KSPIN_LOCK;
unsigned char KeAcquireSpinLockRaiseToSynch(KSPIN_LOCK *Lock);
void KeReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
static KSPIN_LOCK Lock;
int Count;
int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql = KeAcquireSpinLockRaiseToSynch(&Lock);
  if (Count)
#ifdef SOUND
    Count--;
#else
    return -1; // DEFECT: held-at-exit LOCK: Lock
#endif
  KeReleaseSpinLock(&Lock, Irql);
  return 0;
}
