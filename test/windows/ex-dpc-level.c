// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// AtDpcLevel variants.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
static char Dpc[64];
int Table;
static void Deferred(void *D, void *Context, void *A, void *B) {
  ExAcquireSpinLockSharedAtDpcLevel(&Lock);
  int Empty = Table == 0;
  ExReleaseSpinLockSharedFromDpcLevel(&Lock);
  ExAcquireSpinLockExclusiveAtDpcLevel(&Lock);
  Table += Empty;
#ifdef SOUND
  ExReleaseSpinLockExclusiveFromDpcLevel(&Lock);
#endif
} // DEFECT: held-at-exit LOCK: Lock
int DriverEntry(void *Driver, void *Path) {
  KeInitializeDpc(Dpc, (void *)Deferred, 0);
  return 0;
}
