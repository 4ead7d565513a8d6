// RUN: %clang -target x86_64-w64-mingw32 -g -O1 -Xclang -disable-llvm-passes -emit-llvm -c %s -o %t.bc
// RUN: not %spinguard check %t.bc 2>&1 | FileCheck %s
// RUN: %verify --flags="-target x86_64-w64-mingw32" %s
// Without any entry point the rules about entry points are Not Applicable,
// which the last line says, and functions are judged on their own.
// CHECK: [inconsistent-exit]
// CHECK: held-at-exit {{.*}}Not Applicable
// CHECK: SpinGuard: 1 warning
// CHECK: note: no entry point was found: {{.*}}Not Applicable
// CHECK-NOT: note:
#include "Inputs/ke.h"
static KSPIN_LOCK Lock;
int Count;
int Take(void) {
  unsigned char Irql = KeAcquireSpinLockRaiseToDpc(&Lock);
  if (Count) {
#ifdef SOUND
    KeReleaseSpinLock(&Lock, Irql);
#endif
    return 0; // DEFECT: inconsistent-exit
  }
  Count++;
  KeReleaseSpinLock(&Lock, Irql);
  return 0;
}
