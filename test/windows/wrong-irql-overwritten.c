// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The saved value is overwritten by the level of now, which is DISPATCH_LEVEL.
typedef unsigned long long KSPIN_LOCK;
unsigned char KeAcquireSpinLockRaiseToDpc(KSPIN_LOCK *Lock);
void KeReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
unsigned char KeGetCurrentIrql(void);
static KSPIN_LOCK Lock;
int Level;
#ifdef SOUND
#define NOW Now
#else
#define NOW Irql
#endif
int DriverEntry(void *Driver, void *Path) {
  unsigned char Irql, Now;
  Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  NOW = KeGetCurrentIrql();
  Level = NOW;
  KeReleaseSpinLock(&Lock, Irql); // DEFECT: wrong-irql-restored LOCK: Lock
  return 0;
}
