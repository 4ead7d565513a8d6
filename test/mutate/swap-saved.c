// RUN: %clang -target x86_64-w64-mingw32 -I %S/../windows/Inputs -O0 -Xclang -disable-O0-optnone -g -emit-llvm -c %s -o %t.bc
// RUN: %spinguard check %t.bc
// RUN: rm -rf %t.out && %mutate --operators swap-saved -o %t.out %t.bc
// RUN: FileCheck %s < %t.out/mutants.json
// RUN: not %spinguard check %t.out/*.0000.swap-saved.bc | FileCheck --check-prefix=KILLED %s
// The IRQLs of two releases are exchanged.
#include "ke.h"
typedef struct { KSPIN_LOCK Lock; int Count; } LIST;
void Move(LIST *From, LIST *To) {
  unsigned char Outer = KeAcquireSpinLockRaiseToDpc(&From->Lock);
  unsigned char Inner = KeAcquireSpinLockRaiseToDpc(&To->Lock);
  From->Count--;
  To->Count++;
  KeReleaseSpinLock(&To->Lock, Inner);
  KeReleaseSpinLock(&From->Lock, Outer);
}
// CHECK: "line": [[#@LINE-3]]
// CHECK: "lock": "To->Lock"
// CHECK: "otherLine": [[#@LINE-4]]
// CHECK-NOT: "operator"
// KILLED: [wrong-irql-restored]
