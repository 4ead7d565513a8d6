// RUN: %verify %s
// Two Windows locks, each with its saved level in a structure.
typedef unsigned char KIRQL;
KIRQL KeAcquireSpinLockRaiseToDpc(unsigned long long *);
void KeReleaseSpinLock(unsigned long long *, KIRQL);
void work(void);
struct ext {
  unsigned long long A, B;
  KIRQL IrqlA, IrqlB;
};
__attribute__((annotate("role:DRIVER_DISPATCH"))) int Dispatch(struct ext *E,
                                                               void *Irp) {
  E->IrqlA = KeAcquireSpinLockRaiseToDpc(&E->A);
  work();
  KeReleaseSpinLock(&E->A, E->IrqlA);
  E->IrqlB = KeAcquireSpinLockRaiseToDpc(&E->B);
  work();
#ifdef SOUND
  KeReleaseSpinLock(&E->B, E->IrqlB);
#else
  KeReleaseSpinLock(&E->B, E->IrqlA); // DEFECT: wrong-irql-restored
#endif
  return 0;
}
