// The reader/writer spin locks, which mingw-w64 does not declare.
typedef int EX_SPIN_LOCK;
typedef unsigned char KIRQL;
KIRQL ExAcquireSpinLockExclusive(EX_SPIN_LOCK *Lock);
KIRQL ExAcquireSpinLockShared(EX_SPIN_LOCK *Lock);
void ExAcquireSpinLockExclusiveAtDpcLevel(EX_SPIN_LOCK *Lock);
void ExAcquireSpinLockSharedAtDpcLevel(EX_SPIN_LOCK *Lock);
int ExTryAcquireSpinLockExclusiveAtDpcLevel(EX_SPIN_LOCK *Lock);
int ExTryAcquireSpinLockSharedAtDpcLevel(EX_SPIN_LOCK *Lock);
int ExTryConvertSharedSpinLockExclusive(EX_SPIN_LOCK *Lock);
void ExReleaseSpinLockExclusive(EX_SPIN_LOCK *Lock, KIRQL Irql);
void ExReleaseSpinLockShared(EX_SPIN_LOCK *Lock, KIRQL Irql);
void ExReleaseSpinLockExclusiveFromDpcLevel(EX_SPIN_LOCK *Lock);
void ExReleaseSpinLockSharedFromDpcLevel(EX_SPIN_LOCK *Lock);
void KeInitializeDpc(void *Dpc, void *Routine, void *Context);
