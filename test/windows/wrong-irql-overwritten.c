// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// The saved value is overwritten by the level of now, which is DISPATCH_LEVEL.
#include "Inputs/ke.h"
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
