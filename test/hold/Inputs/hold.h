// What the tests of hold time use of the Windows and Linux kernels.
#ifndef HOLD_H
#define HOLD_H
typedef unsigned char KIRQL;
typedef unsigned long KSPIN_LOCK;
KIRQL KeAcquireSpinLockRaiseToDpc(KSPIN_LOCK *);
void KeReleaseSpinLock(KSPIN_LOCK *, KIRQL);
void KeStallExecutionProcessor(unsigned Microseconds);
typedef struct { int v; } raw_spinlock_t;
void _raw_spin_lock(raw_spinlock_t *);
void _raw_spin_unlock(raw_spinlock_t *);
struct mutex { int v; };
void mutex_lock(struct mutex *);
void mutex_unlock(struct mutex *);
void mdelay(unsigned Milliseconds);
static KSPIN_LOCK Lock;
#endif
