// RUN: %verify %s
// A Windows lock taken by one of two functions, released by the matching one.
typedef unsigned char KIRQL;
KIRQL KeAcquireSpinLockRaiseToDpc(unsigned long long *);
void KeReleaseSpinLock(unsigned long long *, KIRQL);
void KeAcquireSpinLockAtDpcLevel(unsigned long long *);
void KeReleaseSpinLockFromDpcLevel(unsigned long long *);
void work(void);
unsigned long long Lock;
__attribute__((annotate("role:DRIVER_DISPATCH"))) int Dispatch(int AtDpc,
                                                               int Other) {
  KIRQL Irql = 0;
  if (AtDpc)
    KeAcquireSpinLockAtDpcLevel(&Lock);
  else
    Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  work();
  if (AtDpc)
    KeReleaseSpinLockFromDpcLevel(&Lock);
#ifdef SOUND
  else
#else
  else if (Other)
#endif
    KeReleaseSpinLock(&Lock, Irql);
  return 0; // DEFECT: held-at-exit LOCK: Lock
}
