// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Try variants at DISPATCH_LEVEL: held only after success.
#include "Inputs/ex.h"
static EX_SPIN_LOCK Lock;
static char Dpc[64];
int Table;
static void Deferred(void *D, void *Context, void *A, void *B) {
  if (A) {
    if (!ExTryAcquireSpinLockExclusiveAtDpcLevel(&Lock))
      return;
    Table++;
    ExReleaseSpinLockExclusiveFromDpcLevel(&Lock);
  } else {
    int Got = ExTryAcquireSpinLockSharedAtDpcLevel(&Lock);
    if (Table)
      Table--;
#ifdef SOUND
    if (Got)
#endif
      ExReleaseSpinLockSharedFromDpcLevel(&Lock); // DEFECT: release-unheld LOCK: Lock
  }
}
int DriverEntry(void *Driver, void *Path) {
  KeInitializeDpc(Dpc, (void *)Deferred, 0);
  return 0;
}
