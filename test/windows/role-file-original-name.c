// RUN: split-file %s %t
// RUN: %verify --flags="-target x86_64-w64-mingw32" --check="--roles %t/roles.yaml" %t/driver.c
// The original type name is a role name, too; the routine may be static.
//--- driver.c
typedef unsigned long long KSPIN_LOCK;
unsigned char KeAcquireSpinLockRaiseToDpc(KSPIN_LOCK *Lock);
void KeReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
void IoReleaseCancelSpinLock(unsigned char Irql);
static KSPIN_LOCK Lock;
int Count;
static void MyDpc(void *Dpc, void *Context, void *A, void *B) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  Count++;
#ifdef SOUND
  KeReleaseSpinLock(&Lock, Irql);
#endif
} // DEFECT: held-at-exit LOCK: Lock
void *Registered[] = {(void *)MyDpc};
//--- roles.yaml
- {function: MyDpc, role: KDEFERRED_ROUTINE}
