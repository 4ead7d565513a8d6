// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// A callee that keeps the lock on one path is what is wrong, not each of the
// functions that call it.
typedef unsigned long long KSPIN_LOCK;
unsigned char KeAcquireSpinLockRaiseToDpc(KSPIN_LOCK *Lock);
void KeReleaseSpinLock(KSPIN_LOCK *Lock, unsigned char Irql);
struct queue {
  KSPIN_LOCK Lock;
  int Ready, Count;
};
__attribute__((noinline)) void Attach(struct queue *Q) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Q->Lock);
#ifdef SOUND
  KeReleaseSpinLock(&Q->Lock, Irql);
#endif
  if (Q->Ready) {
    Q->Count++;
#ifndef SOUND
    KeReleaseSpinLock(&Q->Lock, Irql);
#endif
  }
} // DEFECT: inconsistent-exit LOCK: Q->Lock
void First(struct queue *Q) { Attach(Q); }
void Second(struct queue *Q) {
  if (Q->Ready)
    Attach(Q);
}
__attribute__((noinline)) static void Between(struct queue *Q) { Attach(Q); }
void Third(struct queue *Q) { Between(Q); }
