// The executive's spin locks, for tests that need nothing else of the DDK and
// run without its headers.
typedef unsigned long long KSPIN_LOCK;
void KeInitializeSpinLock(KSPIN_LOCK *Lock);
unsigned char KeAcquireSpinLockRaiseToDpc(KSPIN_LOCK *Lock);
unsigned char KeAcquireSpinLockRaiseToSynch(KSPIN_LOCK *Lock);
void KeReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
void KeAcquireSpinLockAtDpcLevel(KSPIN_LOCK *Lock);
void KeReleaseSpinLockFromDpcLevel(KSPIN_LOCK *Lock);
void IoReleaseCancelSpinLock(unsigned char Irql);
