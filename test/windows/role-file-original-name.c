// RUN: split-file %s %t
// RUN: %verify --flags="-target x86_64-w64-mingw32 -I %S" --check="--roles %t/roles.yaml" %t/driver.c
// The original type name is a role name, too; the routine may be static.
//--- driver.c
#include "Inputs/ke.h"
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
